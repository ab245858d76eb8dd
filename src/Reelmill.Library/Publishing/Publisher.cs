using Reelmill.Core;

namespace Reelmill.Library.Publishing;

/// <summary>Publishes finished streams. A viewer sees the old version or the new one, never a mixture or a part.</summary>
/// <remarks>
/// <para>
/// Each version has its own folder below the stream's folder, and <c>master.m3u8</c> leads into the current version.
/// Publishing first lists the version's files in <c>versions.json</c>, then uploads segments, media playlists, the master
/// playlist and <c>reelmill.json</c>, which describes the published version. The previous version stays, because viewers
/// may be in the middle of it. Older versions are removed, as far as <c>versions.json</c> lists their files.
/// </para>
/// <para>
/// Thread-safe for different ids. Only one caller may publish a stream at a time, which the lock of a library ensures.
/// </para>
/// </remarks>
/// <param name="target">The target; the caller disposes it.</param>
public sealed class Publisher(IPublishTarget target)
{
    private const int FingerprintDigits = 8;

    /// <summary>Publishes a stream, resumes an interrupted upload, or skips a stream that is already published.</summary>
    /// <param name="publication">The stream to publish.</param>
    /// <param name="describeChange">
    /// Describes how the recipe differs from the published one, such as <c>bitrate 3000 -> 2500</c>. Takes the JSON of the
    /// published recipe, or null when that is unknown.
    /// </param>
    /// <param name="progress">Receives a report after each file, possibly from several threads; null for none.</param>
    /// <param name="cancellationToken">Stops the upload; the next call resumes it.</param>
    /// <exception cref="ItemException">
    /// <c>publish_refused</c>: the stream must not be published as it is (a key, a missing or damaged file);
    /// <c>publish_failed</c>: a file could not be written, even after retries.
    /// </exception>
    /// <exception cref="PipelineException"><c>publish_failed</c>, <c>disk_full</c>: the whole target cannot be used.</exception>
    public async Task<PublishResult> PublishAsync(
        Publication publication,
        Func<string?, string> describeChange,
        IProgress<PublishProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        Check(publication);
        var files = await PublicFiles.ReadAsync(publication, cancellationToken).ConfigureAwait(false);
        var before = await TargetState.ReadAsync(target, publication.Id, cancellationToken).ConfigureAwait(false);
        var sameRecipe = before.Marker?.Fingerprint == publication.Fingerprint;
        if (sameRecipe && before.IsComplete)
        {
            return new(
                PublishOutcome.Skipped, Uploaded: 0, files.Count, Bytes: 0,
                $"skipped: the same fingerprint {publication.Fingerprint[..FingerprintDigits]} is already published",
                GetUrl(publication, PublicFiles.MasterName), GetUrl(publication, before.Marker!.Folder));
        }

        var upload = new VersionUpload(target, publication.Id, before, files.Count, progress);
        await upload.WriteJournalAsync(files, cancellationToken).ConfigureAwait(false);
        await upload.UploadVersionAsync(files, cancellationToken).ConfigureAwait(false);
        await upload.UploadMasterAsync(files.CreateRootMaster(), cancellationToken).ConfigureAwait(false);
        await upload.WriteMarkerAsync(Marker.Create(publication, files), cancellationToken).ConfigureAwait(false);
        var warning = await upload.RemoveStaleFilesAsync(files.Version, cancellationToken).ConfigureAwait(false);
        var (outcome, summary) = Summarize(before.Marker, publication, files, upload, describeChange);
        return new(outcome, upload.Written, upload.Skipped, upload.Bytes, summary, GetUrl(publication, PublicFiles.MasterName), GetUrl(publication, files.Version), warning);
    }

    private static (PublishOutcome Outcome, string Summary) Summarize(
        Marker? before, Publication publication, PublicFiles files, VersionUpload upload, Func<string?, string> describeChange)
    {
        if (before is null)
        {
            return (PublishOutcome.Published, upload.Skipped == 0
                ? "published"
                : $"published: resumed, {upload.Skipped} of {files.Count} files were already there");
        }

        if (before.Fingerprint == publication.Fingerprint)
        {
            return before.ContentHash == files.ContentHash
                ? (PublishOutcome.Repaired, $"repaired: {upload.Written} of {files.Count} files were missing")
                : (PublishOutcome.Rebuilt, "rebuilt: the same recipe gave other bytes");
        }

        var change = describeChange(before.Recipe);
        return (PublishOutcome.Rebuilt, $"rebuilt: {(change.Length == 0 ? "other content" : change)}");
    }

    private static void Check(Publication publication)
    {
        if (!Artifacts.Disk.ArtifactName.IsValid(publication.Id))
        {
            throw new ArgumentException($"'{publication.Id}' is not a valid name of a published folder.", nameof(publication));
        }

        if (publication.Fingerprint.Length < FingerprintDigits || !publication.Fingerprint.All(char.IsAsciiHexDigitLower))
        {
            throw new ArgumentException($"'{publication.Fingerprint}' is not a fingerprint.", nameof(publication));
        }
    }

    private string GetUrl(Publication publication, string name) => target.GetUrl($"{publication.Id}/{name}");
}
