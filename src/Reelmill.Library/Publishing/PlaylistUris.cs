using System.Text.RegularExpressions;

namespace Reelmill.Library.Publishing;

/// <summary>Finds and changes the URIs of a playlist (RFC 8216, sections 4.1 and 4.2: lines, and URI attributes of tags).</summary>
internal static partial class PlaylistUris
{
    private const string TagPrefix = "#EXT-X-";
    private const string UriName = "URI";

    /// <summary>The URIs in order, each with the tag that it is an attribute of, or an empty text for a line of its own.</summary>
    public static IReadOnlyList<(string Tag, string Uri)> Of(string playlist)
    {
        var found = new List<(string, string)>();
        Change(
            playlist,
            (tag, uri) =>
            {
                found.Add((tag, uri));
                return uri;
            });
        return found;
    }

    /// <summary>The playlist with every URI replaced; all else stays as it is, to the byte.</summary>
    /// <param name="playlist">The text.</param>
    /// <param name="change">Gives the new URI for a tag's name, or an empty text for a line, and its URI.</param>
    public static string Change(string playlist, Func<string, string, string> change) =>
        string.Join('\n', playlist.Split('\n').Select(line => ChangeLine(line, change)));

    /// <summary>Whether a URI does not depend on where its playlist is: it has a scheme, or begins with a slash.</summary>
    public static bool IsAbsolute(string uri) => uri.StartsWith('/') || Scheme().IsMatch(uri);

    private static string ChangeLine(string line, Func<string, string, string> change)
    {
        if (line.StartsWith(TagPrefix, StringComparison.Ordinal) && line.Split(':', 2) is [var tag, var attributes])
        {
            // A quoted value is consumed whole, so that what it says is never taken for an attribute.
            return $"{tag}:{Attribute().Replace(attributes, m => m.Groups["name"].Value == UriName
                ? $"{UriName}=\"{change(tag, m.Groups["value"].Value.Trim('"'))}\""
                : m.Value)}";
        }

        var uri = line.Trim();
        return uri.Length == 0 || uri[0] == '#' ? line : line.Replace(uri, change("", uri), StringComparison.Ordinal);
    }

    [GeneratedRegex("(?<name>[A-Z0-9-]+)=(?<value>\"[^\"]*\"|[^,\"\\r]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Attribute();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]*:", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Scheme();
}
