using System.Collections.Concurrent;
using Reelmill.Library.Artifacts;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Media.Hls.Packaging;

namespace Reelmill.Pipelines.Hls;

/// <summary>Encodes the parts of a stream, and packages them when all are there.</summary>
/// <param name="options">The options of the run.</param>
/// <param name="encoder">Encodes.</param>
/// <param name="packager">Makes what packages into a sink.</param>
/// <param name="keyring">The library's keys; null when nothing is encrypted.</param>
internal sealed class StreamMaking(HlsOptions options, LadderEncoder encoder, Func<SegmentSink, StreamPackager> packager, StreamKeyring? keyring)
{
    public async ValueTask<EncodeJob> EncodeAsync(EncodeJob job, CancellationToken cancellationToken)
    {
        var work = job.Video.Item.Workspace;
        work.Damage ??= await encoder.EncodeAsync(
            job.Plan, job.Part, options.Encode, work.Scratch!, job.Progress.Of(job.Part), cancellationToken).ConfigureAwait(false);
        return job;
    }

    public async ValueTask<PackagedStream> PackageAsync(IReadOnlyList<EncodeJob> jobs, CancellationToken cancellationToken)
    {
        var (video, plan, _, progress) = jobs[0];
        progress.End();
        var files = new ConcurrentBag<Artifact>();
        var keys = keyring is null ? null : await keyring.KeysOfAsync(video.Id, cancellationToken).ConfigureAwait(false);
        var sink = new SegmentSink(
            async (name, bytes, token) => files.Add(await video.Staged.WriteAsync(name, bytes, token).ConfigureAwait(false)), keys);
        var stream = await packager(sink).PackageAsync(plan, video.Item.Workspace.Scratch!, cancellationToken).ConfigureAwait(false);
        video.Item.Workspace.RemoveScratch();
        if (keyring is not null)
        {
            await keyring.WriteAsync(video.Id, keys!, stream.Segments, cancellationToken).ConfigureAwait(false);
        }

        return new PackagedStream(video, stream, [.. files.OrderBy(static f => f.Path, StringComparer.Ordinal)]);
    }
}
