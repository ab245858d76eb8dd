using System.Text.RegularExpressions;

namespace Reelmill.Library.Publishing;

/// <summary>Finds and rewrites the URIs of a playlist (RFC 8216, sections 4.1 and 4.2: URI lines and URI attributes of tags).</summary>
internal static partial class PlaylistUris
{
    private const string TagPrefix = "#EXT-X-";
    private const string UriName = "URI";

    /// <summary>Finds all URIs in order, each with the tag that it is an attribute of, or with an empty string for a URI line.</summary>
    public static IReadOnlyList<(string Tag, string Uri)> Find(string playlist)
    {
        var found = new List<(string, string)>();
        Rewrite(
            playlist,
            (tag, uri) =>
            {
                found.Add((tag, uri));
                return uri;
            });
        return found;
    }

    /// <summary>Replaces every URI of a playlist; all other bytes stay the same.</summary>
    /// <param name="playlist">The text of the playlist.</param>
    /// <param name="rewrite">Returns the new URI; takes the tag's name, or an empty string for a URI line, and the URI.</param>
    public static string Rewrite(string playlist, Func<string, string, string> rewrite) =>
        string.Join('\n', playlist.Split('\n').Select(line => RewriteLine(line, rewrite)));

    /// <summary>Tells whether a URI is independent of the playlist's location: it has a scheme, or begins with a slash.</summary>
    public static bool IsAbsolute(string uri) => uri.StartsWith('/') || Scheme().IsMatch(uri);

    private static string RewriteLine(string line, Func<string, string, string> rewrite)
    {
        if (line.StartsWith(TagPrefix, StringComparison.Ordinal) && line.Split(':', 2) is [var tag, var attributes])
        {
            // The pattern consumes a quoted value as a whole, so that text inside quotes is never taken for an attribute.
            return $"{tag}:{Attribute().Replace(attributes, m => m.Groups["name"].Value == UriName
                ? $"{UriName}=\"{rewrite(tag, m.Groups["value"].Value.Trim('"'))}\""
                : m.Value)}";
        }

        var uri = line.Trim();
        return uri.Length == 0 || uri[0] == '#' ? line : line.Replace(uri, rewrite("", uri), StringComparison.Ordinal);
    }

    [GeneratedRegex("(?<name>[A-Z0-9-]+)=(?<value>\"[^\"]*\"|[^,\"\\r]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Attribute();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]*:", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Scheme();
}
