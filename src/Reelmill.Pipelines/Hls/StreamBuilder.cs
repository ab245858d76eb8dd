using System.Collections.Concurrent;
using Reelmill.Library.Catalog;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Media.Hls.Packaging;

namespace Reelmill.Pipelines.Hls;

/// <summary>Encodes the parts of a stream, and packages them once all are encoded.</summary>
/// <param name="options">The options of the run.</param>
/// <param name="encoder">The encoder.</param>
/// <param name="createPackager">Creates the packager for a sink.</param>
/// <param name="keyring">The keys of the library; null without encryption.</param>
internal sealed class StreamBuilder(HlsOptions options, LadderEncoder encoder, Func<SegmentSink, StreamPackager> createPackager, StreamKeyring? keyring)
{
    public async ValueTask<EncodeJob> EncodeAsync(EncodeJob job, CancellationToken cancellationToken)
    {
        var damage = await encoder.EncodeAsync(
            job.Plan, job.Part, options.Encode, job.Video.Item.Workspace.Scratch!, job.Progress.ForPart(job.Part), cancellationToken).ConfigureAwait(false);
        return job with { Damage = damage };
    }

    public async ValueTask<PackagedStream> PackageAsync(IReadOnlyList<EncodeJob> jobs, CancellationToken cancellationToken)
    {
        var (video, plan, _, progress) = jobs[0];
        progress.Complete();
        video.Item.Workspace.Damage = jobs.Select(static j => j.Damage).FirstOrDefault(static d => d is not null);
        var files = new ConcurrentBag<Artifact>();
        var keys = keyring is null ? null : await keyring.GetKeysAsync(video.Id, cancellationToken).ConfigureAwait(false);
        var sink = new SegmentSink(
            async (name, bytes, token) => files.Add(await video.Staged.WriteAsync(name, bytes, token).ConfigureAwait(false)), keys);
        var stream = await createPackager(sink).PackageAsync(plan, video.Item.Workspace.Scratch!, cancellationToken).ConfigureAwait(false);
        video.Item.Workspace.RemoveScratch();
        if (keyring is not null)
        {
            await keyring.WriteAsync(video.Id, keys!, stream.SegmentCount, cancellationToken).ConfigureAwait(false);
        }

        return new PackagedStream(video, stream, [.. files.OrderBy(static f => f.Path, StringComparer.Ordinal)]);
    }
}
