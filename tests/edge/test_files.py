"""Files over HTTP."""

from __future__ import annotations

import pytest
from starlette.routing import Mount, Router
from starlette.testclient import TestClient

from broadsheet.edge.compression import Compression
from broadsheet.edge.files import Files


@pytest.fixture
def client(tmp_path):
    folder = tmp_path / "media"
    (folder / "deep").mkdir(parents=True)
    (folder / "photo.jpg").write_bytes(b"0123456789")
    (folder / "front.1a2b3c4d5e6f.css").write_text("a{}" * 1000)
    (tmp_path / "secret.key").write_text("secret")
    return TestClient(Compression(Router([Mount("/media", Files(folder, 60, {"X-Extra": "yes"}))])))


def test_a_file_has_its_type_a_validator_and_a_lifetime(client):
    answer = client.get("/media/photo.jpg")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "public, max-age=60"
    assert answer.headers["x-extra"] == "yes"
    again = client.get("/media/photo.jpg", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_file_with_its_hash_in_its_name_never_expires(client):
    assert "immutable" in client.get("/media/front.1a2b3c4d5e6f.css").headers["cache-control"]


def test_a_part_of_a_file_can_be_asked_for(client):
    answer = client.get("/media/photo.jpg", headers={"Range": "bytes=2-4"})
    assert (answer.status_code, answer.content) == (206, b"234")
    part = client.get("/media/front.1a2b3c4d5e6f.css", headers={"Range": "bytes=0-999", "Accept-Encoding": "gzip"})
    assert (part.status_code, len(part.content)) == (206, 1000)
    assert "content-encoding" not in part.headers


def test_head_has_the_headers_alone(client):
    answer = client.head("/media/photo.jpg")
    assert (answer.status_code, answer.headers["content-length"], answer.content) == (200, "10", b"")


def test_text_is_compressed_and_pictures_are_not(client):
    assert client.get("/media/front.1a2b3c4d5e6f.css").headers["content-encoding"] == "gzip"
    assert "content-encoding" not in client.get("/media/photo.jpg").headers


@pytest.mark.parametrize(
    "path", ["none.jpg", "deep", "", "..%2fsecret.key", "%2e%2e/secret.key", "a%00b", "x" * 5000, "%ff"]
)
def test_what_is_no_file_of_the_folder_is_not_found(client, path):
    answer = client.get(f"/media/{path}")
    assert answer.status_code == 404
    assert "secret" not in answer.text


def test_writing_is_not_allowed(client):
    assert client.post("/media/photo.jpg").status_code == 405
