// Fills in what was not there when the page was sent, and shows times as the reader's clock has them.

const clock = new Intl.DateTimeFormat('nb-NO', { dateStyle: 'short', timeStyle: 'short', timeZone: 'Europe/Oslo' })

function showTimes (where) {
  for (const time of where.querySelectorAll('time')) time.textContent = clock.format(new Date(time.dateTime))
}

async function fill (section) {
  const answer = await fetch(`${location.pathname}/del/${section.id}`).catch(() => null)
  section.removeAttribute('aria-busy')
  if (!answer?.ok) return
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('section')
  section.replaceWith(fresh)
  showTimes(fresh)
}

showTimes(document)
for (const section of document.querySelectorAll('section[aria-busy]')) fill(section)
