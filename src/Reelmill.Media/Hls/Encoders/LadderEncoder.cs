using Reelmill.Core;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Media.Hls.Encoders;

/// <summary>Encodes all renditions of a video with one ffmpeg process and one decode.</summary>
/// <remarks>Safe for any number of encodes at once, each in a folder of its own.</remarks>
/// <param name="launcher">What starts processes.</param>
/// <param name="ffmpeg">The path of the ffmpeg executable.</param>
/// <param name="limits">What a picture may not exceed, also when it changes in mid-stream.</param>
public sealed class LadderEncoder(ProcessLauncher launcher, string ffmpeg, ProbeLimits limits)
{
    /// <summary>ffmpeg tells its progress twice a second: a minute of silence means that it hangs.</summary>
    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(60);

    /// <summary>What progress is told by where the source does not say its frame rate.</summary>
    private const double UsualFrameRate = 25;

    /// <summary>Even a slow preset on a slow machine takes no more time than that for an hour of video.</summary>
    private const int SlowestSpeed = 100;

    /// <summary>Encodes one part.</summary>
    /// <param name="plan">What to make.</param>
    /// <param name="part">Which part of it.</param>
    /// <param name="options">How.</param>
    /// <param name="folder">The folder of the encode; the part's files go into a folder of its name below it.</param>
    /// <param name="progress">Told how much of the part is encoded.</param>
    /// <param name="cancellationToken">Stops the encode; the folder then holds parts of files.</param>
    /// <returns>ffmpeg's first error line when the source is damaged but decodes on; null when it is whole.</returns>
    /// <exception cref="ItemException"><c>encode_failed</c>, <c>encode_timeout</c>; transient: <c>encode_stalled</c>, <c>encoder_crashed</c>.</exception>
    public async Task<string?> EncodeAsync(
        EncodePlan plan, EncodePart part, EncodeOptions options, string folder, IProgress<TimeSpan> progress, CancellationToken cancellationToken)
    {
        var log = new EncodeLog();
        folder = Directory.CreateDirectory(Path.Combine(folder, part.Name)).FullName;
        try
        {
            await RunAsync(plan, part, options, folder, log, progress, cancellationToken).ConfigureAwait(false);
            if (part.HasRest)
            {
                await launcher.RunAsync(Spec(plan, EncodeArguments.Sheets(), folder, log), 0, cancellationToken).ConfigureAwait(false);
            }

            return log.FirstError;
        }
        catch (ProcessFailedException e)
        {
            throw EncodeErrors.From(plan.Media.Path, e, log.FirstError);
        }
    }

    /// <summary>Encodes frames that are shown for a while.</summary>
    /// <exception cref="ItemException"><c>encode_failed</c>, <c>encode_timeout</c>; transient: <c>encode_stalled</c>, <c>encoder_crashed</c>.</exception>
    internal async Task HoldAsync(
        EncodePlan plan, EncodeOptions options, IReadOnlyList<HeldFrame> frames, double start, int count, string folder, CancellationToken cancellationToken)
    {
        var log = new EncodeLog();
        // Times of key frames that are given all lie before the held frames, and each would make one of them a key frame.
        var arguments = new EncodeArguments(plan with { KeyTimes = null }, EncodePart.Whole, options).Held(frames, start, count);
        Directory.CreateDirectory(folder);
        try
        {
            await launcher.RunAsync(Spec(plan, arguments, folder, log) with { StallLimit = Timeout.InfiniteTimeSpan }, 0, cancellationToken).ConfigureAwait(false);
        }
        catch (ProcessFailedException e)
        {
            throw EncodeErrors.From(plan.Media.Path, e, log.FirstError);
        }
    }

    private ProcessSpec Spec(EncodePlan plan, IReadOnlyList<string> arguments, string folder, EncodeLog log) => new(ffmpeg, arguments)
    {
        WorkingDirectory = folder,
        StallLimit = StallLimit,
        WallLimit = TimeSpan.FromHours(1) + ((plan.Media.Duration ?? TimeSpan.Zero) * SlowestSpeed),
        OnErrorLine = log.Add,
    };

    private async Task RunAsync(
        EncodePlan plan,
        EncodePart part,
        EncodeOptions options,
        string folder,
        EncodeLog log,
        IProgress<TimeSpan> listener,
        CancellationToken cancellationToken)
    {
        var progress = new EncodeProgress(plan.FrameRate ?? UsualFrameRate, listener);
        var process = launcher.Start(Spec(plan, new EncodeArguments(plan, part, options).Build(limits), folder, log), cancellationToken);
        await using var _ = process.ConfigureAwait(false);
        var lines = new LineSplitter(progress.Add);
        var buffer = new byte[4096];
        int count;
        while ((count = await process.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            lines.Append(buffer.AsSpan(0, count));
        }

        await process.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }
}
