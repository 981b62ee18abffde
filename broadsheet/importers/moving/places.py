"""Where records go: sections, topics and authors of this paper, made where they are missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.urls import Resolver404, resolve
from django.utils.text import slugify
from wagtail.models import Page, Site
from wagtail.search.backends import get_search_backend

from broadsheet.articles.founding import add_section
from broadsheet.articles.models import Author, Section, Topic
from broadsheet.importers.moving.mapping import Choices
from broadsheet.importers.moving.records import Record, Source, Term


@dataclass
class Places:
    """Ids of what stands here, by the source's keys."""

    front: Page
    default: Section
    sections: dict[str, Section] = field(default_factory=dict)
    topics: dict[str, int] = field(default_factory=dict)
    authors: dict[str, int] = field(default_factory=dict)

    def section_of(self, record: Record) -> Section:
        """The section of a story: its main category's, else the deepest and first of its categories'."""
        found = [self.sections[key] for key in record.terms if key in self.sections]
        main = [
            self.sections[key] for key in record.terms if key.endswith(f":{record.primary}") and key in self.sections
        ]
        return next(iter(main), None) or max(found, key=lambda one: one.depth, default=self.default)

    def topics_of(self, record: Record) -> list[int]:
        """Its topics, each once."""
        return list(dict.fromkeys(self.topics[key] for key in record.terms if key in self.topics))

    def authors_of(self, record: Record) -> list[int]:
        """Its authors, each once; the one who stands for nobody where there is none."""
        found = dict.fromkeys(self.authors[key] for key in record.authors if key in self.authors)
        return list(found) or [self.authors[""]]


def found_places(source: Source, choices: Choices) -> Places:
    """The places for `source` as `choices` has them. Makes what is missing and changes nothing that is there."""
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    front = site.root_page.specific
    places = Places(front, _section(front, choices.default_section, choices.default_section.replace("-", " ").title()))
    _sections(source, choices, places)
    _topics(source, choices, places)
    names = {**choices.authors, "": source.title[:120] or "The newsroom"}
    places.authors = _authors(names)
    return places


def _sections(source: Source, choices: Choices, places: Places) -> None:
    wanted = {
        key: choices.categories[term.slug][1]
        for key, term in source.terms.items()
        if term.kind == "category" and choices.categories.get(term.slug, ("", ""))[0] == "section"
    }
    for key in sorted(wanted, key=lambda key: _depth(source.terms, key)):
        term = source.terms[key]
        above = places.sections.get(term.parent, places.front)
        same = wanted[key] in (term.slug, term.section)
        title = term.name if same else wanted[key].title()
        places.sections[key] = _section(above, wanted[key], title, only=term.section == wanted[key])


def _depth(terms: object, key: str) -> int:
    assert isinstance(terms, dict)
    seen: list[str] = []
    while key in terms and key not in seen:
        seen.append(key)
        key = terms[key].parent
    return len(seen)


def _section(parent: Page, slug: str, title: str, only: bool = False) -> Section:
    """The section of that slug: below `parent`, else (unless `only` there) anywhere, else made."""
    slug = slugify(slug, allow_unicode=True)[:100] or "section"
    if parent.depth == 2 and _is_taken(slug):
        slug = f"{slug}-section"
    known = Section.objects.filter(slug=slug)
    found = known.child_of(parent).first() or (None if only else known.order_by("path").first())
    if found:
        return found
    parent.refresh_from_db()
    return add_section(parent, title[:255], slug)


def _is_taken(slug: str) -> bool:
    """Whether another address of the paper than a page's begins so."""
    try:
        return resolve(f"/{slug}/").url_name != "wagtail_serve" and resolve(f"/{slug}/").url_name != "page"
    except Resolver404:
        return False


def _topics(source: Source, choices: Choices, places: Places) -> None:
    wanted: dict[str, tuple[str, Term]] = {}
    for key, term in source.terms.items():
        kind, slug = (
            choices.categories.get(term.slug, ("topic", term.slug)) if term.kind == "category" else ("topic", term.slug)
        )
        if kind == "topic" and term.count:
            wanted[key] = (slugify(slug, allow_unicode=True)[:100] or f"topic-{len(wanted) + 1}", term)
    names = {slug: term.name for slug, term in wanted.values()}
    known = dict(Topic.objects.filter(slug__in=names).values_list("slug", "pk")) if len(names) < 500 else _all(Topic)
    made = Topic.objects.bulk_create([Topic(name=name, slug=slug) for slug, name in names.items() if slug not in known])
    known |= {topic.slug: topic.pk for topic in made}
    if made:
        get_search_backend().add_bulk(Topic, made)
    places.topics = {key: known[slug] for key, (slug, _) in wanted.items()}


def _authors(names: dict[str, str]) -> dict[str, int]:
    """Authors by the source's keys; one name is one author."""
    known = {name.casefold(): pk for name, pk in Author.objects.values_list("name", "pk")}
    slugs = set(Author.objects.values_list("slug", flat=True))
    fresh: dict[str, Author] = {}
    for name in names.values():
        if name.casefold() not in known and name.casefold() not in fresh:
            slug = _free(slugify(name, allow_unicode=True)[:100] or "author", slugs)
            slugs.add(slug)
            fresh[name.casefold()] = Author(name=name, slug=slug)
    made = Author.objects.bulk_create(fresh.values())
    if made:
        get_search_backend().add_bulk(Author, made)
    known |= {author.name.casefold(): author.pk for author in made}
    return {key: known[name.casefold()] for key, name in names.items()}


def _free(slug: str, taken: Iterable[str]) -> str:
    number, found = 2, slug
    while found in taken:
        found, number = f"{slug}-{number}", number + 1
    return found


def _all(model: type[Topic]) -> dict[str, int]:
    return dict(model.objects.values_list("slug", "pk"))
