using Reelmill.Core;

namespace Reelmill.Library.Publishing;

/// <summary>Uploads one version of a stream to a target and counts the written files.</summary>
internal sealed class VersionUpload(IPublishTarget target, string id, TargetState before, int total, IProgress<PublishProgress>? progress)
{
    // Enough parallelism to hide the latency of a bucket; fewer already keep a disk busy.
    private const int Parallelism = 8;

    private readonly Lock _gate = new();

    /// <summary>The number of written files.</summary>
    public int Written { get; private set; }

    /// <summary>The number of files that were already present with the same bytes.</summary>
    public int Skipped { get; private set; }

    /// <summary>The size of the written files in bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>Uploads all files of the version's folder; playlists follow the files that they refer to.</summary>
    public async Task UploadVersionAsync(PublicFiles files, CancellationToken cancellationToken)
    {
        foreach (var step in (IReadOnlyList<PublicFile>[])[files.Media, files.Playlists])
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(
                step, options, async (file, token) => await UploadFileAsync($"{files.Version}/{file.Name}", file, token).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    /// <summary>Uploads the master playlist, which makes the version visible to viewers.</summary>
    public Task UploadMasterAsync(PublicFile master, CancellationToken cancellationToken) => UploadFileAsync(master.Name, master, cancellationToken);

    /// <summary>Lists the version's files in the journal before the first of them is uploaded.</summary>
    public Task WriteJournalAsync(PublicFiles files, CancellationToken cancellationToken) => before.Journal.Versions.ContainsKey(files.Version) && before.Files.ContainsKey(VersionJournal.FileName)
        ? Task.CompletedTask
        : WriteJsonAsync(
            VersionJournal.FileName,
            before.Journal.WithVersion(files.Version, files.Media.Concat(files.Playlists).Select(static f => f.Name), before.Files).ToJson(),
            cancellationToken);

    public Task WriteMarkerAsync(Marker marker, CancellationToken cancellationToken) => WriteJsonAsync(Marker.FileName, marker.ToJson(), cancellationToken);

    /// <summary>Removes files that no viewer needs anymore.</summary>
    /// <returns>A warning when files could not be removed, which the next rebuild tries again; null on success.</returns>
    public async Task<string?> RemoveStaleFilesAsync(string version, CancellationToken cancellationToken)
    {
        var stale = before.FindStaleFiles(version);
        try
        {
            await target.RemoveAsync([.. stale.Select(path => $"{id}/{path}")], cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is ItemException or PipelineException)
        {
            return $"{stale.Count} files of older versions could not be removed and stay until the next rebuild. {e.Message}";
        }
    }

    private Task WriteJsonAsync(string name, byte[] json, CancellationToken cancellationToken) =>
        WriteAsync($"{id}/{name}", PublicFile.FromBytes(name, FileKind.Marker, json), cancellationToken);

    private async Task UploadFileAsync(string path, PublicFile file, CancellationToken cancellationToken)
    {
        var key = $"{id}/{path}";
        var isPresent = before.Files.TryGetValue(path, out var bytes) && bytes == file.Bytes
            && await target.Sha256Async(key, cancellationToken).ConfigureAwait(false) == file.Sha256;
        if (!isPresent)
        {
            await WriteAsync(key, file, cancellationToken).ConfigureAwait(false);
        }

        Count(file, isPresent);
    }

    private async Task WriteAsync(string key, PublicFile file, CancellationToken cancellationToken)
    {
        var content = await file.OpenCheckedAsync(id, cancellationToken).ConfigureAwait(false);
        await using var closed = content.ConfigureAwait(false);
        await target.WriteAsync(key, content, file.Headers, cancellationToken).ConfigureAwait(false);
    }

    private void Count(PublicFile file, bool wasPresent)
    {
        lock (_gate)
        {
            (Written, Skipped) = wasPresent ? (Written, Skipped + 1) : (Written + 1, Skipped);
            Bytes += wasPresent ? 0 : file.Bytes;
            progress?.Report(new PublishProgress(Written + Skipped, total, Bytes));
        }
    }
}
