using System.Security.Cryptography;

namespace Reelmill.Library.Artifacts.Disk;

/// <summary>One pass over a library's files after a crash.</summary>
internal sealed class Sweep(string library, IReadOnlyList<string> kinds)
{
    private readonly string _staging = Path.Combine(library, LibraryLayout.Staging);
    private readonly string[] _leftovers = Entries(Path.Combine(library, LibraryLayout.Staging));
    private readonly HashSet<string> _unknown = [.. kinds.SelectMany(kind => Entries(Path.Combine(library, kind)).Select(id => $"{kind}/{id}"))];
    private readonly List<string> _removed = [];
    private readonly List<string> _restored = [];
    private readonly List<string> _missing = [];

    /// <summary>The folder of a file: its kind and id.</summary>
    public static string FolderOf(Artifact artifact) => artifact.Path[..artifact.Path.LastIndexOf('/')];

    /// <summary>Checks one folder that the catalog knows.</summary>
    public void Known(IReadOnlyList<Artifact> artifacts)
    {
        var name = FolderOf(artifacts[0]);
        var folder = Path.Combine(library, name);
        RestoreIfReplaced(name, folder, artifacts);
        _unknown.Remove(name);

        var surplus = Entries(folder).ToHashSet(StringComparer.Ordinal);
        foreach (var artifact in artifacts)
        {
            if (!surplus.Remove(Path.GetFileName(artifact.Path)))
            {
                _missing.Add(artifact.Path);
            }
        }

        RemoveAll(name, surplus);
    }

    /// <summary>Checks the last folder and removes everything that was not named.</summary>
    public SweepResult End(IReadOnlyList<Artifact> last)
    {
        if (last.Count > 0)
        {
            Known(last);
        }

        RemoveAll(string.Empty, _unknown);
        RemoveAll(LibraryLayout.Staging, Entries(_staging));
        return new SweepResult(_removed, _restored, _missing);
    }

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
        var candidates = _leftovers.Where(leftover => StagingName.IsOf(leftover, name)).ToList();
        if (candidates.Count == 0 || Holds(folder, artifacts))
        {
            return;
        }

        if (candidates.Find(leftover => Holds(Path.Combine(_staging, leftover), artifacts)) is { } right)
        {
            FolderSwap.Put(Path.Combine(_staging, right), folder);
            _restored.Add(name);
        }
    }

    private void RemoveAll(string folder, IEnumerable<string> names)
    {
        foreach (var name in names.Order(StringComparer.Ordinal).Select(name => Path.Combine(folder, name)))
        {
            var path = Path.Combine(library, name);
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }

            _removed.Add(name);
        }
    }
}
