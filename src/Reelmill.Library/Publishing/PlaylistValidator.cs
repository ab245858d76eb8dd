using Reelmill.Core;

namespace Reelmill.Library.Publishing;

/// <summary>Refuses playlists that would lead a viewer to a file that is not there, or to a key that is public.</summary>
/// <param name="id">The publication's id, for messages.</param>
/// <param name="files">The names of all files.</param>
internal sealed class PlaylistCheck(string id, IReadOnlySet<string> files)
{
    public void Check(IReadOnlyDictionary<string, string> playlists)
    {
        foreach (var (name, text) in playlists)
        {
            foreach (var (tag, uri) in PlaylistUris.Of(text))
            {
                if (tag is "#EXT-X-KEY" or "#EXT-X-SESSION-KEY")
                {
                    RefusePublicKey(name, uri);
                }
                else if (!PlaylistUris.IsAbsolute(uri) && !files.Contains(Resolve(name, uri) ?? ""))
                {
                    throw PublishErrors.Refuse(id, $"{name} names {uri}, which is not among the files. Make the stream again.");
                }
            }
        }
    }

    private void RefusePublicKey(string name, string uri)
    {
        if (uri.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            throw Refuse("has the key itself in it");
        }

        if (!PlaylistUris.IsAbsolute(uri))
        {
            throw Refuse($"has the relative key URI {uri}, which would make players look for the key next to the public files");
        }

        ItemException Refuse(string what) =>
            PublishErrors.Refuse(id, $"{name} {what}. Make the stream with the https URL of a key server (--key-uri).");
    }

    /// <summary>The file that a relative URI names; null when it leads out of the stream's folder.</summary>
    private static string? Resolve(string playlist, string uri)
    {
        var path = new Stack<string>(playlist.Split('/')[..^1]);
        foreach (var part in Uri.UnescapeDataString(uri.Split('?', '#')[0]).Split('/'))
        {
            if (part == ".." && !path.TryPop(out _))
            {
                return null;
            }

            if (part is not (".." or "."))
            {
                path.Push(part);
            }
        }

        return string.Join('/', path.Reverse());
    }
}
