using System.Globalization;

namespace Reelmill.Library.Catalog;

/// <summary>A value that a custom stage attaches to a frame: a number or a text. Both convert implicitly.</summary>
/// <remarks>The default is the number 0.</remarks>
public readonly record struct FrameValue
{
    private const int MaxCharacters = 8192;

    private readonly double _number;

    /// <summary>Creates a number value.</summary>
    /// <param name="number">The number.</param>
    /// <exception cref="ArgumentException">The number is not finite.</exception>
    public FrameValue(double number) =>
        _number = double.IsFinite(number) ? number : throw new ArgumentException($"The frame value {number.ToString(CultureInfo.InvariantCulture)} is not a finite number.", nameof(number));

    /// <summary>Creates a text value.</summary>
    /// <param name="text">The text: at most 8,192 characters of valid Unicode.</param>
    /// <exception cref="ArgumentException">The text is longer, or not valid Unicode.</exception>
    public FrameValue(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text.Length <= MaxCharacters && IsUnicode(text)
            ? text
            : throw new ArgumentException($"The frame value has {text.Length} characters; use at most {MaxCharacters} characters of valid Unicode.", nameof(text));
    }

    /// <summary>The number; null when the value is a text.</summary>
    public double? Number => Text is null ? _number : null;

    /// <summary>The text; null when the value is a number.</summary>
    public string? Text { get; }

    /// <summary>Converts a number to a value.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator FrameValue(double number) => new(number);

    /// <summary>Converts a text to a value.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator FrameValue(string text) => new(text);

    /// <summary>Formats the value in the invariant culture.</summary>
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
