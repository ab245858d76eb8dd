using Reelmill.Core;

namespace Reelmill.Library.Publishing;

/// <summary>Publishes finished streams so that a viewer sees the old version or the new one, and never a part of either.</summary>
/// <remarks>
/// <para>
/// Below the stream's folder, each version has a folder of its own, and <c>master.m3u8</c> leads into it. Its files are
/// named in <c>versions.json</c> first. Segments are written next, then media playlists, then the master, then
/// <c>reelmill.json</c>, which says what is there. The version that viewers had until then stays, since some are in the
/// middle of it; older ones are removed, as far as <c>versions.json</c> names their files.
/// </para>
/// <para>
/// Thread-safe for different ids. One stream is published by one caller at a time, which the lock of a library ensures.
/// </para>
/// </remarks>
/// <param name="target">Where to; the caller disposes it.</param>
public sealed class Publisher(IPublishTarget target)
{
    private const int FingerprintDigits = 8;

    /// <summary>Publishes a stream, or what an interrupted call left to do; says so when it is there already.</summary>
    /// <param name="publication">What to publish.</param>
    /// <param name="changeFrom">
    /// Says how the recipe differs from the one whose JSON is given, such as <c>bitrate 3000 -> 2500</c>; null is given
    /// when that is not known.
    /// </param>
    /// <param name="progress">Told after each file; null for nobody. It may be told from several threads.</param>
    /// <param name="cancellationToken">Stops; the next call goes on from there.</param>
    /// <exception cref="ItemException">
    /// <c>publish_refused</c>: the stream must not be published as it is (a key, a file that is missing or damaged);
    /// <c>publish_failed</c>: a file could not be written, also after further tries.
    /// </exception>
    /// <exception cref="PipelineException"><c>publish_failed</c>, <c>disk_full</c>: the target cannot be used.</exception>
    public async Task<PublishResult> PublishAsync(
        Publication publication,
        Func<string?, string> changeFrom,
        IProgress<PublishProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        Check(publication);
        var files = await PublicFiles.ReadAsync(publication, cancellationToken).ConfigureAwait(false);
        var before = await TargetState.ReadAsync(target, publication.Id, cancellationToken).ConfigureAwait(false);
        var sameRecipe = before.Marker?.Fingerprint == publication.Fingerprint;
        if (sameRecipe && before.IsWhole)
        {
            return new(
                PublishOutcome.Skipped, Uploaded: 0, files.Count, Bytes: 0,
                $"skipped: the same fingerprint {publication.Fingerprint[..FingerprintDigits]} is there",
                Url(publication, PublicFiles.MasterName), Url(publication, before.Marker!.Folder));
        }

        var upload = new Upload(target, publication.Id, before, files.Count, progress);
        await upload.BeginAsync(files, cancellationToken).ConfigureAwait(false);
        await upload.VersionAsync(files, cancellationToken).ConfigureAwait(false);
        await upload.RootAsync(files.RootMaster(), cancellationToken).ConfigureAwait(false);
        await upload.MarkAsync(Marker.Of(publication, files), cancellationToken).ConfigureAwait(false);
        var remark = await upload.TidyAsync(files.Version, cancellationToken).ConfigureAwait(false);
        var (outcome, why) = Explain(before.Marker, publication, files, upload, changeFrom);
        return new(outcome, upload.Written, upload.Skipped, upload.Bytes, why, Url(publication, PublicFiles.MasterName), Url(publication, files.Version), remark);
    }

    private static (PublishOutcome Outcome, string Why) Explain(
        Marker? before, Publication publication, PublicFiles files, Upload upload, Func<string?, string> changeFrom)
    {
        if (before is null)
        {
            return (PublishOutcome.Published, upload.Skipped == 0
                ? "published"
                : $"published: went on, {upload.Skipped} of {files.Count} files were there");
        }

        if (before.Fingerprint == publication.Fingerprint)
        {
            return before.ContentHash == files.ContentHash
                ? (PublishOutcome.Repaired, $"repaired: {upload.Written} of {files.Count} files were missing")
                : (PublishOutcome.Rebuilt, "rebuilt: other bytes by the same recipe");
        }

        var change = changeFrom(before.Recipe);
        return (PublishOutcome.Rebuilt, $"rebuilt: {(change.Length == 0 ? "other content" : change)}");
    }

    private static void Check(Publication publication)
    {
        if (!Artifacts.Disk.ArtifactName.IsValid(publication.Id))
        {
            throw new ArgumentException($"'{publication.Id}' cannot be the name of a published folder.", nameof(publication));
        }

        if (publication.Fingerprint.Length < FingerprintDigits || !publication.Fingerprint.All(char.IsAsciiHexDigitLower))
        {
            throw new ArgumentException($"'{publication.Fingerprint}' is no fingerprint.", nameof(publication));
        }
    }

    private string Url(Publication publication, string name) => target.UrlOf($"{publication.Id}/{name}");
}
