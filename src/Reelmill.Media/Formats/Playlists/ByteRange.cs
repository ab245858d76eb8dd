using System.Globalization;

namespace Reelmill.Media.Formats.Playlists;

/// <summary>A part of a file (RFC 8216, 4.3.2.2).</summary>
/// <param name="Length">Its bytes.</param>
/// <param name="Offset">Where it begins.</param>
public readonly record struct ByteRange(long Length, long Offset)
{
    /// <summary>Where it ends.</summary>
    public long End => Offset + Length;

    /// <summary>Reads <c>1000@500</c>, or <c>1000</c>, which begins where the last part of the same file ended.</summary>
    /// <param name="text">The text.</param>
    /// <param name="follows">Where the last part of the same file ended; null when there was none.</param>
    /// <param name="value">The part, or nothing.</param>
    /// <returns>False for anything else, also when the offset is left out and no part came before.</returns>
    internal static bool TryParse(string text, long? follows, out ByteRange value)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var offset = follows ?? -1;
        var good = long.TryParse(at < 0 ? text : text.AsSpan(0, at), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            && (at < 0 || long.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out offset))
            && offset >= 0 && length <= long.MaxValue - offset;
        value = good ? new ByteRange(length, offset) : default;
        return good;
    }

    /// <summary>The part as <c>1000@500</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Length}@{Offset}");
}
