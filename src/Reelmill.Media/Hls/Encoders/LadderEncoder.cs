using Reelmill.Core;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Media.Hls.Encoders;

/// <summary>Encodes all renditions of a video with one ffmpeg process and one decode per part.</summary>
/// <remarks>Safe for concurrent encodes, each in a folder of its own.</remarks>
/// <param name="launcher">The process launcher.</param>
/// <param name="ffmpeg">The path of the ffmpeg executable.</param>
/// <param name="limits">The maximum frame size, which also holds when the size changes in mid-stream.</param>
public sealed class LadderEncoder(ProcessLauncher launcher, string ffmpeg, ProbeLimits limits)
{
    /// <summary>The time without progress after which ffmpeg counts as hung; ffmpeg reports progress twice a second.</summary>
    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(60);

    /// <summary>The frame rate that progress assumes where the source does not state one.</summary>
    private const double DefaultFrameRate = 25;

    /// <summary>The time limit of an encode as a multiple of the video duration, more than a slow preset takes on a slow machine.</summary>
    private const int WallLimitRatio = 100;

    /// <summary>Encodes one part of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="part">The part to encode.</param>
    /// <param name="options">The encode options.</param>
    /// <param name="folder">The folder of the encode; the part's files go into a subfolder of the part's name.</param>
    /// <param name="progress">Receives the encoded duration of the part.</param>
    /// <param name="cancellationToken">Cancels the encode; the folder then contains incomplete files.</param>
    /// <returns>ffmpeg's first error line when the source is damaged but still decodes; null when the source is intact.</returns>
    /// <exception cref="ItemException"><c>encode_failed</c>, <c>encode_timeout</c>; transient: <c>encode_stalled</c>, <c>encoder_crashed</c>.</exception>
    public async Task<string?> EncodeAsync(
        EncodePlan plan, EncodePart part, EncodeOptions options, string folder, IProgress<TimeSpan> progress, CancellationToken cancellationToken)
    {
        var log = new EncodeLog();
        folder = Directory.CreateDirectory(Path.Combine(folder, part.Name)).FullName;
        try
        {
            await RunAsync(plan, part, options, folder, log, progress, cancellationToken).ConfigureAwait(false);
            if (part.HasNonVideo)
            {
                await launcher.RunAsync(CreateSpec(plan, EncodeArguments.BuildSheets(), folder, log), 0, cancellationToken).ConfigureAwait(false);
            }

            return log.FirstError;
        }
        catch (ProcessFailedException e)
        {
            throw EncodeErrors.From(plan.Media.Path, e, log.FirstError);
        }
    }

    /// <summary>Encodes one repeated frame for each rendition.</summary>
    /// <exception cref="ItemException"><c>encode_failed</c>, <c>encode_timeout</c>; transient: <c>encode_stalled</c>, <c>encoder_crashed</c>.</exception>
    internal async Task RepeatFramesAsync(
        EncodePlan plan, EncodeOptions options, IReadOnlyList<RepeatedFrame> frames, double start, int count, string folder, CancellationToken cancellationToken)
    {
        var log = new EncodeLog();
        // Explicit keyframe times all precede the repeated frames, and each would turn one of them into a keyframe.
        var arguments = new EncodeArguments(plan with { KeyframeTimes = null }, EncodePart.Whole, options).BuildRepeat(frames, start, count);
        Directory.CreateDirectory(folder);
        try
        {
            await launcher.RunAsync(CreateSpec(plan, arguments, folder, log) with { StallLimit = Timeout.InfiniteTimeSpan }, 0, cancellationToken).ConfigureAwait(false);
        }
        catch (ProcessFailedException e)
        {
            throw EncodeErrors.From(plan.Media.Path, e, log.FirstError);
        }
    }

    private ProcessSpec CreateSpec(EncodePlan plan, IReadOnlyList<string> arguments, string folder, EncodeLog log) => new(ffmpeg, arguments)
    {
        WorkingDirectory = folder,
        StallLimit = StallLimit,
        WallLimit = TimeSpan.FromHours(1) + ((plan.Media.Duration ?? TimeSpan.Zero) * WallLimitRatio),
        OnErrorLine = log.Add,
    };

    private async Task RunAsync(
        EncodePlan plan,
        EncodePart part,
        EncodeOptions options,
        string folder,
        EncodeLog log,
        IProgress<TimeSpan> receiver,
        CancellationToken cancellationToken)
    {
        var reader = new EncodeProgressReader(plan.FrameRate ?? DefaultFrameRate, receiver);
        var process = launcher.Start(CreateSpec(plan, new EncodeArguments(plan, part, options).Build(limits), folder, log), cancellationToken);
        await using var _ = process.ConfigureAwait(false);
        var lines = new LineSplitter(reader.ReadLine);
        var buffer = new byte[4096];
        int count;
        while ((count = await process.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            lines.Append(buffer.AsSpan(0, count));
        }

        await process.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }
}
