using System.Security.Cryptography;

namespace Reelmill.Library.Artifacts.Disk;

/// <summary>One pass over a library's files after a crash. It removes what the journal names and the catalog does not, and nothing else.</summary>
/// <param name="library">The library's folder.</param>
/// <param name="journal">What the library may remove.</param>
internal sealed class Sweep(string library, IReadOnlyList<string> journal)
{
    private const int ArtifactParts = 3;

    private readonly string[] _leftovers = Leftovers(library, journal);
    private readonly HashSet<string> _owed = [.. journal.Where(static path => IsSession(path) || IsArtifact(path))];
    private readonly List<string> _removed = [];
    private readonly List<string> _restored = [];
    private readonly List<string> _missing = [];

    /// <summary>The journal's names that the sweep has dealt with; downloads and uploads are for others.</summary>
    public IReadOnlyList<string> Settled { get; } = [.. journal.Where(static path => IsSession(path) || IsArtifact(path))];

    /// <summary>The folder of a file: its kind and id.</summary>
    public static string FolderOf(Artifact artifact) => artifact.Path[..artifact.Path.LastIndexOf('/')];

    /// <summary>Checks one folder that the catalog knows.</summary>
    public void Known(IReadOnlyList<Artifact> artifacts)
    {
        var name = FolderOf(artifacts[0]);
        var folder = Path.Combine(library, name);
        RestoreIfReplaced(name, folder, artifacts);
        var there = Entries(folder).ToHashSet(StringComparer.Ordinal);
        foreach (var artifact in artifacts)
        {
            _owed.Remove(artifact.Path);
            if (!there.Contains(Path.GetFileName(artifact.Path)))
            {
                _missing.Add(artifact.Path);
            }
        }
    }

    /// <summary>Checks the last folder and removes what is owed to be removed.</summary>
    public SweepResult End(IReadOnlyList<Artifact> last)
    {
        if (last.Count > 0)
        {
            Known(last);
        }

        foreach (var path in _owed.Order(StringComparer.Ordinal))
        {
            Remove(path);
        }

        return new SweepResult(_removed, _restored, _missing);
    }

    private static bool IsSession(string path) =>
        path.Split('/') is [LibraryLayout.Staging, var name] && ArtifactName.IsValid(name);

    private static bool IsArtifact(string path) =>
        path.Split('/') is { Length: ArtifactParts } parts && Array.TrueForAll(parts, static part => ArtifactName.IsValid(part));

    // Versions before the journal staged in the folder itself: their replacements are undone too, and only that.
    private static string[] Leftovers(string library, IReadOnlyList<string> journal) =>
    [
        .. journal.Where(IsSession).Append(LibraryLayout.Staging)
            .SelectMany(folder => Entries(Path.Combine(library, folder)).Select(name => Path.Combine(library, folder, name))),
    ];

    private static string[] Entries(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFileSystemEntries(folder).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)]
        : [];

    // Reading and hashing is for the few ids with leftovers: sizes and names alone could agree by chance.
    private static bool Holds(string folder, IReadOnlyList<Artifact> artifacts) =>
        artifacts.All(a => HasContent(Path.Combine(folder, Path.GetFileName(a.Path)), a));

    private static bool HasContent(string path, Artifact artifact)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length != artifact.Bytes)
        {
            return false;
        }

        using var stream = file.OpenRead();
        return Convert.ToHexStringLower(SHA256.HashData(stream)) == artifact.Sha256;
    }

    // A commit puts the new folder in place before its record and keeps the old one in the staging folder until after.
    private void RestoreIfReplaced(string name, string folder, IReadOnlyList<Artifact> artifacts)
    {
        var candidates = Array.FindAll(_leftovers, leftover => StagingName.IsOf(Path.GetFileName(leftover), name));
        if (candidates.Length == 0 || Holds(folder, artifacts))
        {
            return;
        }

        if (Array.Find(candidates, leftover => Holds(leftover, artifacts)) is { } right)
        {
            FolderSwap.Put(right, folder);
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
        if (Entries(folder).Length == 0)
        {
            Directory.Delete(folder);
        }
    }
}
