"""The audit report in a real browser: filters, keys, highlights, languages, and a document with a script shown as text.

Needs Debian's chromium and chromedriver (tests/setup-browser.sh installs them) and selenium.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_report import TEXTS

from extractor import Document, dataset, read
from extractor.report.findings import report
from extractor.report.page import page

webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
CHROMIUM, DRIVER = shutil.which("chromium") or shutil.which("google-chrome"), shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER),
                                reason="no chromium with chromedriver: run tests/setup-browser.sh as root")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    home = tmp_path_factory.mktemp("browser")
    with dataset.Writer(home / "set") as writer:
        for i, (name, text) in enumerate(sorted(TEXTS.items())):
            writer.add(dataset.rows(read(Document(f"{i:016x}", name, text))))
    target = home / "report.html"
    target.write_text(page(report(home / "set"), language="en"), encoding="utf-8")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1200,900",
                 f"--user-data-dir={home / 'profile'}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(executable_path=DRIVER))
    driver.page = target.as_uri()
    yield driver
    driver.quit()


@pytest.fixture(autouse=True)
def fresh(browser: Any) -> None:
    browser.get(browser.page + "#")
    browser.refresh()


def visible(browser: Any) -> list[Any]:
    return [c for c in browser.find_elements("css selector", ".card") if c.is_displayed()]


def press(browser: Any, keys: str) -> None:
    browser.find_element("css selector", "body").send_keys(keys)


def test_what_is_wrong_is_shown_first_and_what_agrees_on_demand(browser: Any) -> None:
    assert [c.get_attribute("data-verdict") for c in visible(browser)] == ["inconsistent", "inconsistent", "warning"]
    browser.find_element("css selector", ".chip.consistent").click()
    assert len(visible(browser)) == 5
    browser.find_element("css selector", ".chip.inconsistent").click()
    assert [c.get_attribute("data-verdict") for c in visible(browser)] == ["warning", "consistent", "consistent"]


def test_filters_by_rule_document_and_words(browser: Any) -> None:
    from selenium.webdriver.support.ui import Select

    rule = Select(browser.find_element("id", "rule"))
    rule.select_by_value("share")
    assert [c.get_attribute("data-rule") for c in visible(browser)] == ["share"]
    rule.select_by_value("")
    Select(browser.find_element("id", "document")).select_by_value("warns.txt")
    assert [c.get_attribute("data-verdict") for c in visible(browser)] == ["warning"]
    browser.refresh()
    browser.find_element("id", "search").send_keys("水泥")
    assert len(visible(browser)) == 1 and "297" in visible(browser)[0].text
    browser.find_element("id", "search").send_keys("不存在")
    assert visible(browser) == [] and browser.find_element("id", "none").is_displayed()


def test_keys_go_through_the_findings(browser: Any) -> None:
    first, second, *_ = visible(browser)
    press(browser, "j")
    assert "current" in first.get_attribute("class")
    press(browser, "j")
    assert "current" in second.get_attribute("class") and "current" not in first.get_attribute("class")
    press(browser, "k")
    assert "current" in first.get_attribute("class")
    press(browser, "/")
    assert browser.switch_to.active_element.get_attribute("id") == "search"


def test_an_address_leads_to_its_finding(browser: Any) -> None:
    hidden = browser.find_element("css selector", '.card[data-verdict="consistent"]')
    browser.execute_script("location.hash = arguments[0]", hidden.get_attribute("id"))
    browser.implicitly_wait(1)
    assert hidden.is_displayed() and "current" in hidden.get_attribute("class")


def test_terms_are_highlighted_in_their_passage(browser: Any) -> None:
    card = visible(browser)[0]
    assert len(card.find_elements("css selector", "mark")) == 3
    background = card.find_element("css selector", "mark").value_of_css_property("background-color")
    assert background not in ("rgba(0, 0, 0, 0)", "transparent")


def test_language_and_theme_change(browser: Any) -> None:
    assert "Audit report" in browser.find_element("css selector", "h1").text
    press(browser, "l")
    assert "数字审核报告" in browser.find_element("css selector", "h1").text
    before = browser.find_element("css selector", "body").value_of_css_property("background-color")
    press(browser, "t")
    assert browser.find_element("css selector", "body").value_of_css_property("background-color") != before


def test_a_script_in_a_document_is_text_and_runs_nowhere(browser: Any) -> None:
    assert "owned" not in browser.title
    assert any("<script>document.title='owned'</script>" in c.text for c in visible(browser))


def test_nothing_is_fetched_and_nothing_fails(browser: Any) -> None:
    assert browser.execute_script("return performance.getEntriesByType('resource').filter("
                                  "function (e) { return !/^data:/.test(e.name); }).length") == 0
    assert [e for e in browser.get_log("browser") if e["level"] == "SEVERE"] == []


def test_it_prints(browser: Any, tmp_path: Path) -> None:
    import base64

    printed = base64.b64decode(browser.print_page())
    assert printed.startswith(b"%PDF") and len(printed) > 5_000
    if folder := os.environ.get("HESHU_SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        (Path(folder) / "report.pdf").write_bytes(printed)
        browser.save_screenshot(str(Path(folder) / "report.png"))
