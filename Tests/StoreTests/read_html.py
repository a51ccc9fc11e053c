"""Reads a page with Python's own HTML parser: its elements with their attributes, whether each is closed, and its text."""
import html.parser
import json
import sys

VOID = {"meta", "img", "br"}


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.elements, self.open, self.words = [], [], []

    def handle_starttag(self, tag, attributes):
        self.elements.append([tag] + ["%s=%s" % a for a in attributes])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.words.append(data)


page = Page()
page.feed(open(sys.argv[1], encoding="utf-8").read())
page.close()
assert not page.open, page.open
print(json.dumps({"elements": page.elements, "text": " ".join(" ".join(page.words).split())}))
