namespace Reelmill.Vision.Images;

/// <summary>
/// Planes for the JPEG encoder: full-range BT.601, 4:2:0, with even width and height. The encoder reads whole 2x2 blocks,
/// so the last column and row of an image with odd sides are repeated.
/// </summary>
/// <remarks>Not thread-safe: each instance owns its memory and reuses it for the next image.</remarks>
internal sealed class JpegPlanes
{
    private byte[] _bytes = [];
    private int[] _corrections = [];
    private int _chromaWidth;
    private int _chromaHeight;

    public ReadOnlySpan<byte> Luma => _bytes.AsSpan(0, 4 * ChromaSize);

    public ReadOnlySpan<byte> Blue => _bytes.AsSpan(4 * ChromaSize, ChromaSize);

    public ReadOnlySpan<byte> Red => _bytes.AsSpan(5 * ChromaSize, ChromaSize);

    public int LumaStride => 2 * _chromaWidth;

    public int ChromaStride => _chromaWidth;

    private int ChromaSize => _chromaWidth * _chromaHeight;

    /// <summary>Converts one tightly packed I420 image.</summary>
    public void Fill(ReadOnlySpan<byte> i420, int width, int height, ColorSpec color)
    {
        Resize(width, height);
        var colors = JpegColorTransform.From(color);
        var luma = i420[..(width * height)];
        var blue = i420.Slice(luma.Length, ChromaSize);
        var red = i420.Slice(luma.Length + ChromaSize, ChromaSize);
        for (var row = 0; row < _chromaHeight; row++)
        {
            var offset = row * _chromaWidth;
            PlaneConverter.ConvertChroma(
                colors,
                blue.Slice(offset, _chromaWidth),
                red.Slice(offset, _chromaWidth),
                _bytes.AsSpan((4 * ChromaSize) + offset, _chromaWidth),
                _bytes.AsSpan((5 * ChromaSize) + offset, _chromaWidth),
                _corrections);
            FillLumaRow(colors, luma, 2 * row, width, height);
            FillLumaRow(colors, luma, (2 * row) + 1, width, height);
        }
    }

    private void FillLumaRow(in JpegColorTransform colors, ReadOnlySpan<byte> luma, int row, int width, int height)
    {
        var target = _bytes.AsSpan(row * LumaStride, LumaStride);
        PlaneConverter.ConvertLuma(colors, luma.Slice(Math.Min(row, height - 1) * width, width), _corrections, target);
        target[width..].Fill(target[width - 1]);
    }

    private void Resize(int width, int height)
    {
        (_chromaWidth, _chromaHeight) = ((width + 1) / 2, (height + 1) / 2);
        if (_bytes.Length < 6 * ChromaSize)
        {
            _bytes = new byte[6 * ChromaSize];
        }

        if (_corrections.Length < LumaStride)
        {
            _corrections = new int[LumaStride];
        }
    }
}
