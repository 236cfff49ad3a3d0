// Contrast of every visible text with what it stands on, by the formula of WCAG 2.2 (1.4.3): at least 4.5, large text 3.

export async function contrast (page) {
  return page.evaluate(() => {
    const rgb = text => (text.match(/[\d.]+/g) ?? []).map(Number)
    const luminance = ([r, g, b]) => {
      const [x, y, z] = [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
      return 0.2126 * x + 0.7152 * y + 0.0722 * z
    }
    const behind = node => {
      for (let up = node; up; up = up.parentElement) {
        // In a drawing the box behind a text is its neighbour, not its parent.
        const box = up.tagName === 'g' ? up.querySelector('rect') : null
        const colour = rgb(box ? getComputedStyle(box).fill : getComputedStyle(up).backgroundColor)
        if (colour.length === 3 || (colour.length === 4 && colour[3] === 1)) return colour
      }
      return rgb(getComputedStyle(document.documentElement).backgroundColor).slice(0, 3)
    }
    const poor = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const node = walker.currentNode.parentElement
      if (!walker.currentNode.textContent.trim() || /^(script|style|noscript)$/i.test(node.tagName) || node.getClientRects().length === 0) continue
      const style = getComputedStyle(node)
      const ink = rgb(node.namespaceURI.endsWith('svg') ? style.fill : style.color)
      const [a, b] = [luminance(ink), luminance(behind(node))]
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
      const size = parseFloat(style.fontSize)
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700)
      if (ratio < (large ? 3 : 4.5)) poor.push(`${ratio.toFixed(2)} ${node.tagName} "${walker.currentNode.textContent.trim().slice(0, 30)}"`)
    }
    return [...new Set(poor)]
  })
}

/** Complaints of a page in light and in dark. */
export async function inBothLights (page) {
  const poor = []
  for (const value of ['dark', 'light']) {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }])
    poor.push(...(await contrast(page)).map(one => `${value}: ${one}`))
  }
  return poor
}
