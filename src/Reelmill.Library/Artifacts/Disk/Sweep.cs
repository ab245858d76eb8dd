using System.Security.Cryptography;
using Reelmill.Library.Catalog;
using Reelmill.Library.Files;

namespace Reelmill.Library.Artifacts.Disk;

/// <summary>One recovery pass over a library's files after a crash. It deletes files that are in the journal and not in the catalog, and no others.</summary>
/// <param name="library">The library's folder.</param>
/// <param name="journal">The journal's paths.</param>
internal sealed class Sweep(string library, IReadOnlyList<string> journal)
{
    private const int ArtifactParts = 3;

    private readonly string[] _leftovers = ListLeftovers(library, journal);
    private readonly HashSet<string> _removable = [.. journal.Where(static path => IsSession(path) || IsArtifact(path))];
    private readonly List<string> _removed = [];
    private readonly List<string> _restored = [];
    private readonly List<string> _missing = [];

    /// <summary>The journal's paths that this sweep handles. Downloads and uploads have cleanups of their own.</summary>
    public IReadOnlyList<string> Handled { get; } = [.. journal.Where(static path => IsSession(path) || IsArtifact(path))];

    /// <summary>Gets the folder of an artifact: <c>kind/id</c>.</summary>
    public static string GetFolder(Artifact artifact) => artifact.Path[..artifact.Path.LastIndexOf('/')];

    /// <summary>Checks one folder of recorded artifacts: rolls back an unrecorded replacement and notes missing files.</summary>
    public void CheckFolder(IReadOnlyList<Artifact> artifacts)
    {
        var name = GetFolder(artifacts[0]);
        var folder = Path.Combine(library, name);
        RestoreIfReplaced(name, folder, artifacts);
        var existing = ListEntries(folder).ToHashSet(StringComparer.Ordinal);
        foreach (var artifact in artifacts)
        {
            _removable.Remove(artifact.Path);
            if (!existing.Contains(Path.GetFileName(artifact.Path)))
            {
                _missing.Add(artifact.Path);
            }
        }
    }

    /// <summary>Checks the last folder, then deletes the journaled files that no folder has recorded.</summary>
    public SweepResult Complete(IReadOnlyList<Artifact> last)
    {
        if (last.Count > 0)
        {
            CheckFolder(last);
        }

        foreach (var path in _removable.Order(StringComparer.Ordinal))
        {
            Remove(path);
        }

        return new SweepResult(_removed, _restored, _missing);
    }

    private static bool IsSession(string path) =>
        path.Split('/') is [LibraryLayout.Staging, var name] && ArtifactName.IsValid(name);

    private static bool IsArtifact(string path) =>
        path.Split('/') is { Length: ArtifactParts } parts && Array.TrueForAll(parts, static part => ArtifactName.IsValid(part));

    // Versions without a journal staged directly in the staging folder. Their replacements are rolled back; other leftovers stay.
    private static string[] ListLeftovers(string library, IReadOnlyList<string> journal) =>
    [
        .. journal.Where(IsSession).Append(LibraryLayout.Staging)
            .SelectMany(folder => ListEntries(Path.Combine(library, folder)).Select(name => Path.Combine(library, folder, name))),
    ];

    private static string[] ListEntries(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFileSystemEntries(folder).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)]
        : [];

    // Sizes and names may agree by chance, so the content is hashed: few ids have leftovers.
    private static bool MatchesAll(string folder, IReadOnlyList<Artifact> artifacts) =>
        artifacts.All(a => Matches(Path.Combine(folder, Path.GetFileName(a.Path)), a));

    private static bool Matches(string path, Artifact artifact)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length != artifact.Bytes)
        {
            return false;
        }

        using var stream = file.OpenRead();
        return Convert.ToHexStringLower(SHA256.HashData(stream)) == artifact.Sha256;
    }

    // A commit installs the new folder before its record is written, and keeps the old folder in staging until after.
    private void RestoreIfReplaced(string name, string folder, IReadOnlyList<Artifact> artifacts)
    {
        var candidates = Array.FindAll(_leftovers, leftover => StagingName.IsFor(Path.GetFileName(leftover), name));
        if (candidates.Length == 0 || MatchesAll(folder, artifacts))
        {
            return;
        }

        if (Array.Find(candidates, leftover => MatchesAll(leftover, artifacts)) is { } match)
        {
            FolderSwap.Install(match, folder);
            _restored.Add(name);
        }
    }

    private void Remove(string name)
    {
        var path = Path.Combine(library, name);
        if (IsSession(name) && Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        else if (IsArtifact(name) && File.Exists(path))
        {
            File.Delete(path);
            RemoveIfEmpty(Path.GetDirectoryName(path)!);
        }
        else
        {
            return;
        }

        _removed.Add(name);
    }

    private static void RemoveIfEmpty(string folder)
    {
        if (ListEntries(folder).Length == 0)
        {
            Directory.Delete(folder);
        }
    }
}
