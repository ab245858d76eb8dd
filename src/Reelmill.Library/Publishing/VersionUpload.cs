using Reelmill.Core;

namespace Reelmill.Library.Publishing;

/// <summary>One call's writes to a target, and what they came to.</summary>
internal sealed class Upload(IPublishTarget target, string id, TargetState before, int total, IProgress<PublishProgress>? progress)
{
    // Enough to hide a bucket's answer times; a disk is busy with fewer.
    private const int AtOnce = 8;

    private readonly Lock _gate = new();

    /// <summary>Files that were written.</summary>
    public int Written { get; private set; }

    /// <summary>Files that were there with the same bytes.</summary>
    public int Skipped { get; private set; }

    /// <summary>The size of what was written.</summary>
    public long Bytes { get; private set; }

    /// <summary>Everything below the version's folder. A playlist is written when all that it names is there.</summary>
    public async Task VersionAsync(PublicFiles files, CancellationToken cancellationToken)
    {
        foreach (var step in (IReadOnlyList<PublicFile>[])[files.Media, files.Playlists])
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(
                step, options, async (file, token) => await PutAsync($"{files.Version}/{file.Name}", file, token).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    /// <summary>The file that makes the version visible.</summary>
    public Task RootAsync(PublicFile master, CancellationToken cancellationToken) => PutAsync(master.Name, master, cancellationToken);

    /// <summary>Writes down which files are about to be written.</summary>
    public Task BeginAsync(PublicFiles files, CancellationToken cancellationToken) => before.Journal.Versions.ContainsKey(files.Version) && before.Files.ContainsKey(VersionJournal.FileName)
        ? Task.CompletedTask
        : NoteAsync(
            VersionJournal.FileName,
            before.Journal.With(files.Version, files.Media.Concat(files.Playlists).Select(static f => f.Name), before.Files).ToJson(),
            cancellationToken);

    public Task MarkAsync(Marker marker, CancellationToken cancellationToken) => NoteAsync(Marker.FileName, marker.ToJson(), cancellationToken);

    /// <summary>Removes what no viewer needs any more.</summary>
    /// <returns>Why it could not be removed, if so: the new version is in place all the same, and the next one tries again.</returns>
    public async Task<string?> TidyAsync(string version, CancellationToken cancellationToken)
    {
        var stale = before.Stale(version);
        try
        {
            await target.RemoveAsync([.. stale.Select(path => $"{id}/{path}")], cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is ItemException or PipelineException)
        {
            return $"{stale.Count} files of older versions are left until the next rebuild. {e.Message}";
        }
    }

    private Task NoteAsync(string name, byte[] json, CancellationToken cancellationToken) =>
        WriteAsync($"{id}/{name}", PublicFile.InMemory(name, FileKind.Marker, json), cancellationToken);

    private async Task PutAsync(string path, PublicFile file, CancellationToken cancellationToken)
    {
        var key = $"{id}/{path}";
        var isThere = before.Files.TryGetValue(path, out var bytes) && bytes == file.Bytes
            && await target.Sha256Async(key, cancellationToken).ConfigureAwait(false) == file.Sha256;
        if (!isThere)
        {
            await WriteAsync(key, file, cancellationToken).ConfigureAwait(false);
        }

        Count(file, isThere);
    }

    private async Task WriteAsync(string key, PublicFile file, CancellationToken cancellationToken)
    {
        var content = await file.OpenCheckedAsync(id, cancellationToken).ConfigureAwait(false);
        await using var closed = content.ConfigureAwait(false);
        await target.WriteAsync(key, content, file.Headers, cancellationToken).ConfigureAwait(false);
    }

    private void Count(PublicFile file, bool wasThere)
    {
        lock (_gate)
        {
            (Written, Skipped) = wasThere ? (Written, Skipped + 1) : (Written + 1, Skipped);
            Bytes += wasThere ? 0 : file.Bytes;
            progress?.Report(new PublishProgress(Written + Skipped, total, Bytes));
        }
    }
}
