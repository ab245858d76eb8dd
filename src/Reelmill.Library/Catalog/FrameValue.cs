using System.Globalization;

namespace Reelmill.Library.Catalog;

/// <summary>A value that a stage of a program's own gives a frame: a number or a text. Both convert to it.</summary>
/// <remarks>The default is the number 0.</remarks>
public readonly record struct FrameValue
{
    private const int MostCharacters = 8192;

    private readonly double _number;

    /// <summary>A number.</summary>
    /// <param name="number">The number.</param>
    /// <exception cref="ArgumentException">It is not finite.</exception>
    public FrameValue(double number) =>
        _number = double.IsFinite(number) ? number : throw new ArgumentException($"The value {number.ToString(CultureInfo.InvariantCulture)} of a frame is not finite.", nameof(number));

    /// <summary>A text.</summary>
    /// <param name="text">The text: at most 8,192 characters of valid Unicode.</param>
    /// <exception cref="ArgumentException">It is longer, or no valid Unicode.</exception>
    public FrameValue(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text.Length <= MostCharacters && IsUnicode(text)
            ? text
            : throw new ArgumentException($"The text of a frame has {text.Length} characters; at most {MostCharacters} are taken, of valid Unicode.", nameof(text));
    }

    /// <summary>The number; null when the value is a text.</summary>
    public double? Number => Text is null ? _number : null;

    /// <summary>The text; null when the value is a number.</summary>
    public string? Text { get; }

    /// <summary>A number as a value.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator FrameValue(double number) => new(number);

    /// <summary>A text as a value.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator FrameValue(string text) => new(text);

    /// <summary>The value, for people.</summary>
    public override string ToString() => Text ?? _number.ToString(CultureInfo.InvariantCulture);

    private static bool IsUnicode(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }
}
