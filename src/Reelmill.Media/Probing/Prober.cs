using System.Globalization;
using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Media.Fetching;
using Reelmill.Media.Ffmpeg;
using Reelmill.Media.Probing.Containers;
using Reelmill.Processes;

namespace Reelmill.Media.Probing;

/// <summary>Asks ffprobe what a file is: one process for each file, within limits that hold before anything is decoded in full.</summary>
/// <remarks>Safe for concurrent use.</remarks>
/// <param name="launcher">Starts ffprobe.</param>
/// <param name="ffprobePath">The executable's path, or its name on PATH.</param>
/// <param name="limits">What a file may claim; the defaults of <see cref="ProbeLimits"/> when null.</param>
public sealed class Prober(ProcessLauncher launcher, string ffprobePath = "ffprobe", ProbeLimits? limits = null)
{
    /// <summary>A hundred streams take some 100 KB.</summary>
    private const int MaxAnswerBytes = 4 << 20;

    private readonly ProbeLimits _limits = limits ?? new ProbeLimits();

    /// <summary>Probes one file.</summary>
    /// <param name="path">A plain file; its name says nothing about what it is.</param>
    /// <param name="cancellationToken">Stops ffprobe.</param>
    /// <returns>What the file says about itself; audio alone is fine.</returns>
    /// <exception cref="ItemException">
    /// <c>not_found</c>; <c>not_media</c>: empty, text, cut off before its index, or of a kind that is not read;
    /// <c>limit_exceeded</c>; <c>unsupported_codec</c>; <c>encrypted</c>; <c>no_frames</c>: headers alone; and, worth another try,
    /// <c>probe_timeout</c> and <c>tool_crashed</c>.
    /// </exception>
    /// <exception cref="ProcessFailedException">ffprobe itself could not be started.</exception>
    public async Task<MediaInfo> ProbeAsync(string path, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        CheckFile(path);
        var scan = Task.Run(() => ContainerScan.Read(path), cancellationToken);
        try
        {
            var output = await launcher.RunAsync(Spec(path), MaxAnswerBytes, cancellationToken).ConfigureAwait(false);
            var info = ProbeReader.Read(path, output.Bytes.Span);
            ProbeChecks.Check(info, _limits, await scan.ConfigureAwait(false));
            return info;
        }
        catch (Exception e) when (e is ProcessFailedException { Reason: not ProcessFailureReason.NotStarted } or ItemException { Code: "not_media" })
        {
            throw Explain(path, await scan.ConfigureAwait(false), e);
        }
    }

    /// <summary>What ffprobe takes for damage may be protection, or a file of headers alone.</summary>
    private static Exception Explain(string path, ContainerFacts facts, Exception failure) => facts switch
    {
        { Protection: { } protection } => ProbeFailure.Encrypted(path, protection),
        { HasSamples: false } => ProbeFailure.NoFrames(path, failure),
        _ => failure is ProcessFailedException process ? ProbeFailure.From(path, process) : failure,
    };

    private static void CheckFile(string path)
    {
        LocalFile.Require("Probing", path);
        if (RegularFile.GetStamp(path) is { Bytes: 0 })
        {
            throw ProbeFailure.NotMedia(path, "it is empty");
        }
    }

    private ProcessSpec Spec(string path) => new(
        ffprobePath,
        [
            "-hide_banner",
            "-v", "error",

            // Looking at the first pictures takes less time than starting a thread for each core.
            "-threads", "1",
            "-max_pixels", _limits.MaxPixels.ToString(CultureInfo.InvariantCulture),
            "-show_entries", ProbeReader.Entries,
            "-read_intervals", ProbeReader.Interval,
            "-of", "json=compact=1",
            .. InputGuard.Arguments(path),
        ])
    {
        StallLimit = _limits.Timeout,
        WallLimit = _limits.Timeout,
    };
}
