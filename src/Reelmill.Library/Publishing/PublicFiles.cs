using System.Security.Cryptography;
using System.Text;
using Reelmill.Library.Artifacts;
using Reelmill.Library.Artifacts.Disk;

namespace Reelmill.Library.Publishing;

/// <summary>The files of a publication in the order of their names, after everything was checked that needs no target.</summary>
/// <param name="Id">The folder's name at the target.</param>
/// <param name="Media">Segments, initialisation sections, subtitles and pictures.</param>
/// <param name="Playlists">The media playlists.</param>
/// <param name="Master">The master playlist's text as it was made.</param>
/// <param name="ContentHash">A hash of all names and all bytes.</param>
internal sealed record PublicFiles(
    string Id, IReadOnlyList<PublicFile> Media, IReadOnlyList<PublicFile> Playlists, string Master, string ContentHash)
{
    public const string MasterName = "master.m3u8";

    private const int VersionDigits = 12;

    /// <summary>
    /// The folder of this version. It comes from the content, not from the recipe: a name that a viewer may be reading
    /// from then never stands for other bytes, even if a recipe once made different ones.
    /// </summary>
    public string Version => ContentHash[..VersionDigits];

    /// <summary>Whether a folder has the name of a version, whatever is in it.</summary>
    public static bool IsVersion(string folder) => folder.Length == VersionDigits && folder.All(char.IsAsciiHexDigitLower);

    /// <summary>How many files there are, the master included.</summary>
    public int Count => Media.Count + Playlists.Count + 1;

    /// <exception cref="Reelmill.Core.ItemException"><c>publish_refused</c>: it must not, or cannot, be published as it is.</exception>
    public static async Task<PublicFiles> ReadAsync(Publication publication, CancellationToken cancellationToken)
    {
        var id = publication.Id;
        var all = publication.Files.Select(f => FileOf(publication, f)).OrderBy(static f => f.Name, StringComparer.Ordinal).ToArray();
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var playlist in all.Where(static f => f.Kind.IsPlaylist))
        {
            texts.Add(playlist.Name, await TextAsync(id, playlist, cancellationToken).ConfigureAwait(false));
        }

        if (!texts.TryGetValue(MasterName, out var master))
        {
            throw PublishErrors.Refuse(id, $"there is no {MasterName} among its files. Make the stream again.");
        }

        new PlaylistCheck(id, all.Select(static f => f.Name).ToHashSet(StringComparer.Ordinal)).Check(texts);
        return new(
            id,
            [.. all.Where(static f => !f.Kind.IsPlaylist)],
            [.. all.Where(static f => f.Kind.IsPlaylist && f.Name != MasterName)],
            master,
            HashOf(all));
    }

    /// <summary>The master that lies above the folder of the version: its relative URIs lead into that folder.</summary>
    public PublicFile RootMaster() => PublicFile.InMemory(
        MasterName,
        FileKind.Playlist,
        Encoding.UTF8.GetBytes(PlaylistUris.Change(Master, (_, uri) => PlaylistUris.IsAbsolute(uri) ? uri : $"{Version}/{uri}")));

    private static string HashOf(IEnumerable<PublicFile> files)
    {
        var text = string.Join('\n', files.Select(static f => $"{f.Name} {f.Sha256}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static PublicFile FileOf(Publication publication, Artifact artifact)
    {
        var parts = artifact.Path.Split('/');
        if (parts.Length < 3 || !parts.All(static p => ArtifactName.IsValid(p)))
        {
            throw new ArgumentException($"'{artifact.Path}' is not an artifact's path: it is made of a kind, an id and a name.", nameof(publication));
        }

        var name = string.Join('/', parts[2..]);
        var kind = FileKind.Of(name) ?? throw PublishErrors.Refuse(publication.Id, name.EndsWith(".key", StringComparison.Ordinal)
            ? $"{name} is a key, and whoever has it can decrypt the stream. Serve keys from a place of their own, and leave them out here."
            : $"{name} is of no kind that is published, which are {FileKind.Known}. Leave it out.");
        return PublicFile.OnDisk(name, kind, artifact, Path.Combine([publication.Folder, .. parts]));
    }

    private static async Task<string> TextAsync(string id, PublicFile playlist, CancellationToken cancellationToken)
    {
        var stream = await playlist.OpenCheckedAsync(id, cancellationToken).ConfigureAwait(false);
        await using var closed = stream.ConfigureAwait(false);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
    }
}
