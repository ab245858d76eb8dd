using System.Globalization;
using System.Text;

namespace Reelmill.Media.Formats.Playlists;

/// <summary>Formats a tag with an attribute list (RFC 8216, 4.2). Attributes whose value is null are omitted.</summary>
internal sealed class AttributeWriter(string tag)
{
    private readonly StringBuilder _text = new();

    public AttributeWriter Unquoted(string name, string? value) => value is null ? this : Add(name, Validate(name, value));

    public AttributeWriter Unquoted(string name, long? value) => Unquoted(name, value?.ToString(CultureInfo.InvariantCulture));

    public AttributeWriter Unquoted(string name, decimal? value) => Unquoted(name, value?.ToString(CultureInfo.InvariantCulture));

    public AttributeWriter Quoted(string name, string? value) => value is null ? this : Add(name, $"\"{Validate(name, value)}\"");

    public AttributeWriter YesNo(string name, bool value) => Add(name, value ? "YES" : "NO");

    public override string ToString() => $"#{tag}:{_text}\n";

    private static string Validate(string name, string value) => value.AsSpan().IndexOfAny('"', '\r', '\n') < 0
        ? value
        : throw new PlaylistException($"{name} contains a double quote or a line break, which attribute values cannot contain");

    private AttributeWriter Add(string name, string value)
    {
        _text.Append(_text.Length > 0 ? "," : "").Append(name).Append('=').Append(value);
        return this;
    }
}
