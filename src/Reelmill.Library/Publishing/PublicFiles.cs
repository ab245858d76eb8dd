using System.Security.Cryptography;
using System.Text;
using Reelmill.Library.Artifacts.Disk;
using Reelmill.Library.Catalog;

namespace Reelmill.Library.Publishing;

/// <summary>The files of a publication, sorted by name, after all checks that need no target.</summary>
/// <param name="Id">The name of the stream's folder at the target.</param>
/// <param name="Media">Segments, initialization sections, subtitles and images.</param>
/// <param name="Playlists">The media playlists.</param>
/// <param name="Master">The text of the master playlist, as it was made.</param>
/// <param name="ContentHash">A hash of the names and bytes of all files.</param>
internal sealed record PublicFiles(
    string Id, IReadOnlyList<PublicFile> Media, IReadOnlyList<PublicFile> Playlists, string Master, string ContentHash)
{
    public const string MasterName = "master.m3u8";

    private const int VersionDigits = 12;

    /// <summary>
    /// The name of this version's folder. It derives from the content, not from the recipe: a URL that a viewer may be
    /// reading never changes its bytes, even if the same recipe once gave different ones.
    /// </summary>
    public string Version => ContentHash[..VersionDigits];

    /// <summary>Tells whether a folder is named like a version's folder, whatever it contains.</summary>
    public static bool IsVersionFolder(string folder) => folder.Length == VersionDigits && folder.All(char.IsAsciiHexDigitLower);

    /// <summary>The number of files, the master playlist included.</summary>
    public int Count => Media.Count + Playlists.Count + 1;

    /// <summary>Reads and checks the files of a publication.</summary>
    /// <exception cref="Reelmill.Core.ItemException"><c>publish_refused</c>: the publication must not, or cannot, be published as it is.</exception>
    public static async Task<PublicFiles> ReadAsync(Publication publication, CancellationToken cancellationToken)
    {
        var id = publication.Id;
        var all = publication.Files.Select(f => CreateFile(publication, f)).OrderBy(static f => f.Name, StringComparer.Ordinal).ToArray();
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var playlist in all.Where(static f => f.Kind.IsPlaylist))
        {
            texts.Add(playlist.Name, await ReadTextAsync(id, playlist, cancellationToken).ConfigureAwait(false));
        }

        if (!texts.TryGetValue(MasterName, out var master))
        {
            throw PublishErrors.Refuse(id, $"there is no {MasterName} among the files. Make the stream again.");
        }

        new PlaylistValidator(id, all.Select(static f => f.Name).ToHashSet(StringComparer.Ordinal)).Validate(texts);
        return new(
            id,
            [.. all.Where(static f => !f.Kind.IsPlaylist)],
            [.. all.Where(static f => f.Kind.IsPlaylist && f.Name != MasterName)],
            master,
            ComputeContentHash(all));
    }

    /// <summary>Creates the master playlist for the stream's folder, with relative URIs that lead into the version's folder.</summary>
    public PublicFile CreateRootMaster() => PublicFile.FromBytes(
        MasterName,
        FileKind.Playlist,
        Encoding.UTF8.GetBytes(PlaylistUris.Rewrite(Master, (_, uri) => PlaylistUris.IsAbsolute(uri) ? uri : $"{Version}/{uri}")));

    private static string ComputeContentHash(IEnumerable<PublicFile> files)
    {
        var text = string.Join('\n', files.Select(static f => $"{f.Name} {f.Sha256}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static PublicFile CreateFile(Publication publication, Artifact artifact)
    {
        var parts = artifact.Path.Split('/');
        if (parts.Length < 3 || !parts.All(static p => ArtifactName.IsValid(p)))
        {
            throw new ArgumentException($"'{artifact.Path}' is not the path of an artifact, which has the form kind/id/name.", nameof(publication));
        }

        var name = string.Join('/', parts[2..]);
        var kind = FileKind.FromName(name) ?? throw PublishErrors.Refuse(publication.Id, name.EndsWith(".key", StringComparison.Ordinal)
            ? $"{name} is a key, with which anyone can decrypt the stream. Serve keys from a separate key server, and leave them out of the publication."
            : $"its kind is not published: {name}. Leave the file out; the known kinds are {FileKind.KnownExtensions}.");
        return PublicFile.FromDisk(name, kind, artifact, Path.Combine([publication.Folder, .. parts]));
    }

    private static async Task<string> ReadTextAsync(string id, PublicFile playlist, CancellationToken cancellationToken)
    {
        var stream = await playlist.OpenCheckedAsync(id, cancellationToken).ConfigureAwait(false);
        await using var closed = stream.ConfigureAwait(false);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
    }
}
