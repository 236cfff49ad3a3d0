//! A real browser reads a documentation site from disk, on a screen, a phone and paper, in light and in dark.

use smie_tests::{Browser, repository, shared, smie};

#[test]
fn a_browser_reads_the_site_from_disk() {
    let Some(browser) = Browser::find() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path().join("site");
    smie(&repository(), ["docs", "models/fint", "--since", "models/fint", "--out", &site.to_string_lossy()]).ok();
    let seen = browser.run("site.mjs", &site, "site", &[]);
    assert_eq!(seen, "7 pages read; searched; followed a drawing; printed");
}

#[test]
fn the_whole_of_fint_is_told_with_what_changed() {
    let (Some(new), Some(old)) = (shared("fint/FINT-informasjonsmodell-v4.0.0.xml"), shared("fint/FINT-informasjonsmodell-v3.21.10.xml"))
    else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path().join("site");
    let (new, old, out) = (new.to_string_lossy(), old.to_string_lossy(), site.to_string_lossy());
    smie(&repository(), ["docs", &*new, "--since", &*old, "--out", &*out]).ok();
    let read = |path: &str| std::fs::read_to_string(site.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let pages = std::fs::read_dir(site.join("class")).expect("it is written").map(|page| page.expect("the folder can be read").path());
    let pages: Vec<String> = pages.map(|page| std::fs::read_to_string(page).expect("a page is text")).collect();
    let changed = pages.iter().filter(|page| page.contains("id=\"changes\"")).count();
    assert!(pages.len() > 200 && changed > 10, "{} pages, {changed} of them with changes", pages.len());
    assert!(read("class/utdanning-elev.Elev.html").contains("<code>application/hal+json</code>"));
    assert!(read("changes.html").contains("Breaking ("));
}
