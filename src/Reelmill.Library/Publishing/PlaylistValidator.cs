using Reelmill.Core;

namespace Reelmill.Library.Publishing;

/// <summary>Rejects playlists that refer to a missing file or to a public key.</summary>
/// <param name="id">The publication's id, for messages.</param>
/// <param name="files">The names of all files of the publication.</param>
internal sealed class PlaylistValidator(string id, IReadOnlySet<string> files)
{
    public void Validate(IReadOnlyDictionary<string, string> playlists)
    {
        foreach (var (name, text) in playlists)
        {
            foreach (var (tag, uri) in PlaylistUris.Find(text))
            {
                if (tag is "#EXT-X-KEY" or "#EXT-X-SESSION-KEY")
                {
                    RefusePublicKey(name, uri);
                }
                else if (!PlaylistUris.IsAbsolute(uri) && !files.Contains(Resolve(name, uri) ?? ""))
                {
                    throw PublishErrors.Refuse(id, $"{name} refers to {uri}, which is not among the files. Make the stream again.");
                }
            }
        }
    }

    private void RefusePublicKey(string name, string uri)
    {
        if (uri.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            throw Refuse("contains the key itself");
        }

        if (!PlaylistUris.IsAbsolute(uri))
        {
            throw Refuse($"has the relative key URI {uri}, which makes players look for the key next to the public files");
        }

        ItemException Refuse(string problem) =>
            PublishErrors.Refuse(id, $"{name} {problem}. Make the stream with the https URL of a key server (--key-uri).");
    }

    /// <summary>Resolves a relative URI to a file name; null when it leaves the stream's folder.</summary>
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
