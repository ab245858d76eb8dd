using System.Globalization;
using System.Text;

namespace Reelmill.Media.Formats.Playlists;

/// <summary>Writes a tag with attributes; what is null is left out.</summary>
internal sealed class AttributeWriter(string tag)
{
    private readonly StringBuilder _text = new();

    public AttributeWriter Plain(string name, string? value) => value is null ? this : Add(name, Checked(name, value));

    public AttributeWriter Plain(string name, long? value) => Plain(name, value?.ToString(CultureInfo.InvariantCulture));

    public AttributeWriter Plain(string name, decimal? value) => Plain(name, value?.ToString(CultureInfo.InvariantCulture));

    public AttributeWriter Quoted(string name, string? value) => value is null ? this : Add(name, $"\"{Checked(name, value)}\"");

    public AttributeWriter YesNo(string name, bool value) => Add(name, value ? "YES" : "NO");

    public override string ToString() => $"#{tag}:{_text}\n";

    private static string Checked(string name, string value) => value.AsSpan().IndexOfAny('"', '\r', '\n') < 0
        ? value
        : throw new PlaylistException($"{name} holds a quote or the end of a line, which a playlist cannot say");

    private AttributeWriter Add(string name, string value)
    {
        _text.Append(_text.Length > 0 ? "," : "").Append(name).Append('=').Append(value);
        return this;
    }
}
