using System.Text;
using Reelmill.Library.Publishing.Disk;

namespace Reelmill.Library.Publishing;

/// <summary>The state of one stream at a target before publishing.</summary>
/// <param name="Files">The size of each file in bytes, by its path below the stream's folder.</param>
/// <param name="Marker">The marker; null when there is none.</param>
/// <param name="Journal">The versions whose upload was started.</param>
/// <param name="MasterVersion">The folder of the version that the master playlist refers to; null when there is none.</param>
internal sealed record TargetState(IReadOnlyDictionary<string, long> Files, Marker? Marker, VersionJournal Journal, string? MasterVersion)
{
    private static readonly string[] OwnNames = [PublicFiles.MasterName, Marker.FileName, VersionJournal.FileName];

    /// <summary>Whether the marker's version is complete and is the one that viewers get.</summary>
    public bool IsComplete => Marker is not null && Marker.Folder == MasterVersion
        && Marker.Files.All(f => Files.TryGetValue($"{Marker.Folder}/{f.Name}", out var bytes) && bytes == f.Bytes);

    /// <summary>Reads the state of a stream.</summary>
    /// <exception cref="Reelmill.Core.ItemException"><c>publish_refused</c>: another program's file has a name that this program needs.</exception>
    public static async Task<TargetState> ReadAsync(IPublishTarget target, string id, CancellationToken cancellationToken)
    {
        var files = (await target.ListAsync(id, cancellationToken).ConfigureAwait(false))
            .ToDictionary(f => f.Key[(id.Length + 1)..], static f => f.Bytes, StringComparer.Ordinal);
        var marker = await ReadAsync(Marker.FileName, Marker.Parse).ConfigureAwait(false);
        var journal = await ReadAsync(VersionJournal.FileName, VersionJournal.Parse).ConfigureAwait(false)
            ?? (marker is null ? null : VersionJournal.Empty.WithVersion(marker.Folder, marker.Files.Select(static f => f.Name), files));
        var master = files.ContainsKey(PublicFiles.MasterName)
            ? await target.ReadAsync($"{id}/{PublicFiles.MasterName}", cancellationToken).ConfigureAwait(false)
            : null;
        if (master is not null && journal is null)
        {
            throw ForeignFile(PublicFiles.MasterName);
        }

        return new(files, marker, journal ?? VersionJournal.Empty, master is null ? null : FindVersion(Encoding.UTF8.GetString(master), journal!));

        async Task<T?> ReadAsync<T>(string name, Func<byte[], T?> parse)
            where T : class =>
            files.ContainsKey(name) && await target.ReadAsync($"{id}/{name}", cancellationToken).ConfigureAwait(false) is { } bytes
                ? parse(bytes) ?? throw ForeignFile(name)
                : null;

        Exception ForeignFile(string name) => PublishErrors.Refuse(
            id, $"{target.GetUrl($"{id}/{name}")} was not published by reelmill and would be overwritten. Move the file away, or publish to another target.");
    }

    /// <summary>
    /// Finds the files to remove once a new version is published: versions older than the previous one, and temporary files of
    /// interrupted writes.
    /// </summary>
    public IReadOnlyList<string> FindStaleFiles(string newVersion)
    {
        var stale = Journal.GetPathsExcept(new HashSet<string?>([newVersion, MasterVersion, Marker?.Folder], StringComparer.Ordinal));
        var written = Journal.GetPathsExcept(new HashSet<string?>(StringComparer.Ordinal)).Concat(OwnNames).ToHashSet(StringComparer.Ordinal);
        return [.. stale.Where(Files.ContainsKey).Concat(Files.Keys.Where(path => DiskTarget.GetFinalPath(path) is { } final && written.Contains(final))).Order(StringComparer.Ordinal)];
    }

    private static string? FindVersion(string master, VersionJournal journal) => PlaylistUris.Find(master)
        .Where(static u => !PlaylistUris.IsAbsolute(u.Uri))
        .Select(static u => u.Uri.Split('/')[0])
        .FirstOrDefault(journal.Versions.ContainsKey);
}
