using System.Security.Cryptography;

namespace Reelmill.Library.Artifacts.Disk;

/// <summary>One pass over a library's files after a crash.</summary>
internal sealed class Sweep(string library, string kind)
{
    private readonly string _staging = Path.Combine(library, LibraryLayout.Staging);
    private readonly string _kindFolder = Path.Combine(library, kind);
    private readonly string[] _leftovers = Entries(Path.Combine(library, LibraryLayout.Staging));
    private readonly HashSet<string> _unknown = [.. Entries(Path.Combine(library, kind))];
    private readonly List<string> _removed = [];
    private readonly List<string> _restored = [];
    private readonly List<string> _missing = [];

    public static string IdOf(Artifact artifact) => artifact.Path.Split('/')[1];

    /// <summary>Checks one folder that the catalog knows.</summary>
    public void Known(IReadOnlyList<Artifact> artifacts)
    {
        var id = IdOf(artifacts[0]);
        var folder = Path.Combine(_kindFolder, id);
        RestoreIfReplaced(id, folder, artifacts);
        _unknown.Remove(id);

        var surplus = Entries(folder).ToHashSet(StringComparer.Ordinal);
        foreach (var artifact in artifacts)
        {
            if (!surplus.Remove(Path.GetFileName(artifact.Path)))
            {
                _missing.Add(artifact.Path);
            }
        }

        RemoveAll(folder, $"{kind}/{id}", surplus);
    }

    /// <summary>Checks the last folder and removes everything that was not named.</summary>
    public SweepResult End(IReadOnlyList<Artifact> last)
    {
        if (last.Count > 0)
        {
            Known(last);
        }

        RemoveAll(_kindFolder, kind, _unknown);
        RemoveAll(_staging, LibraryLayout.Staging, Entries(_staging));
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
    private void RestoreIfReplaced(string id, string folder, IReadOnlyList<Artifact> artifacts)
    {
        var candidates = _leftovers.Where(name => StagingName.IsOf(name, kind, id)).ToList();
        if (candidates.Count == 0 || Holds(folder, artifacts))
        {
            return;
        }

        if (candidates.Find(name => Holds(Path.Combine(_staging, name), artifacts)) is { } right)
        {
            FolderSwap.Put(Path.Combine(_staging, right), folder);
            _restored.Add($"{kind}/{id}");
        }
    }

    private void RemoveAll(string folder, string shown, IEnumerable<string> names)
    {
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            var path = Path.Combine(folder, name);
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }

            _removed.Add($"{shown}/{name}");
        }
    }
}
