using System.Globalization;

namespace Reelmill.Media.Formats.Playlists;

/// <summary>A byte range of a file (RFC 8216, 4.3.2.2).</summary>
/// <param name="Length">The length in bytes.</param>
/// <param name="Offset">The offset of the first byte.</param>
public readonly record struct ByteRange(long Length, long Offset)
{
    /// <summary>The offset after the last byte.</summary>
    public long End => Offset + Length;

    /// <summary>Parses <c>1000@500</c>, or <c>1000</c>, which begins at the end of the previous range of the same file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="previousEnd">The end of the previous range of the same file; null when there is none.</param>
    /// <param name="value">The range; the default value when parsing fails.</param>
    /// <returns>Whether the text is a byte range. False when the offset is missing and there is no previous range.</returns>
    internal static bool TryParse(string text, long? previousEnd, out ByteRange value)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var offset = previousEnd ?? -1;
        var isValid = long.TryParse(at < 0 ? text : text.AsSpan(0, at), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            && (at < 0 || long.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out offset))
            && offset >= 0 && length <= long.MaxValue - offset;
        value = isValid ? new ByteRange(length, offset) : default;
        return isValid;
    }

    /// <summary>Formats the range as <c>1000@500</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Length}@{Offset}");
}
