using System.Globalization;

namespace Reelmill.Media.Formats.Playlists;

/// <summary>A frame size in pixels.</summary>
/// <param name="Width">The width.</param>
/// <param name="Height">The height.</param>
public readonly record struct Resolution(int Width, int Height)
{
    /// <summary>Parses a size such as <c>640x360</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The size; the default value when parsing fails.</param>
    /// <returns>Whether the text is a size.</returns>
    public static bool TryParse(string text, out Resolution value)
    {
        value = default;
        var cross = text.IndexOf('x', StringComparison.Ordinal);
        if (cross < 0
            || !int.TryParse(text.AsSpan(0, cross), NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            || !int.TryParse(text.AsSpan(cross + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var height))
        {
            return false;
        }

        value = new Resolution(width, height);
        return true;
    }

    /// <summary>Formats the size as <c>640x360</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Width}x{Height}");
}
