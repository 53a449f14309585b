use libtest_mimic::Trial;
pub fn trials() -> Vec<Trial> {
    Vec::new()
}
pub fn play() -> bool {
    false
}
