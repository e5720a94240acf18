"""Makes a screenshot small enough for the repository: a PNG with a palette of its 256 commonest colours."""

from __future__ import annotations

import base64
import struct
import zlib

import numpy as np
import numpy.typing as npt
from playwright.sync_api import Page

Bytes = npt.NDArray[np.uint8]
PIXELS = """async (picture) => {
    const image = new Image();
    image.src = "data:image/png;base64," + picture;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), {width: image.width, height: image.height});
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const data = context.getImageData(0, 0, image.width, image.height).data;
    let text = "";
    for (let i = 0; i < data.length; i += 32768) text += String.fromCharCode(...data.subarray(i, i + 32768));
    return [image.width, image.height, btoa(text)];
}"""


def smaller(page: Page, picture: bytes) -> bytes:
    """Give the same PNG with a palette, about a third of the bytes; the browser decodes it."""
    width, height, data = page.evaluate(PIXELS, base64.b64encode(picture).decode())
    pixels = np.frombuffer(base64.b64decode(data), np.uint8).reshape(height * width, 4)[:, :3]
    palette, indices = quantize(pixels)
    return png(palette, indices.reshape(height, width))


def quantize(pixels: Bytes) -> tuple[Bytes, Bytes]:
    """Give a palette (n × 3, n ≤ 256) and each pixel's nearest colour in it; pixels are n × 3."""
    packed = pixels.astype(np.uint32) @ np.array([65536, 256, 1], dtype=np.uint32)
    colours, place, counts = np.unique(packed, return_inverse=True, return_counts=True)
    kept = np.sort(np.argsort(-counts, kind="stable")[:256])
    rgb = np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1).astype(np.int32)
    distance = ((rgb[:, None, :] - rgb[kept][None, :, :]) ** 2).sum(axis=2)
    nearest = distance.argmin(axis=1).astype(np.uint8)
    return rgb[kept].astype(np.uint8), nearest[place]


def png(palette: Bytes, indices: Bytes) -> bytes:
    """Write an indexed PNG (W3C PNG, colour type 3, no filter)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    height, width = indices.shape
    lines = np.hstack([np.zeros((height, 1), dtype=np.uint8), indices]).tobytes()
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = [(b"IHDR", header), (b"PLTE", palette.tobytes()), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in parts)
