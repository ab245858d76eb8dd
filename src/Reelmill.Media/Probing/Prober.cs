using System.Globalization;
using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Media.Fetching;
using Reelmill.Media.Ffmpeg;
using Reelmill.Media.Probing.Containers;
using Reelmill.Processes;

namespace Reelmill.Media.Probing;

/// <summary>Probes files with ffprobe: one process per file, within limits that apply before anything is decoded in full.</summary>
/// <remarks>Safe for concurrent use.</remarks>
/// <param name="launcher">Starts ffprobe.</param>
/// <param name="ffprobePath">The path of ffprobe, or its name on PATH.</param>
/// <param name="limits">Limits on what a file may declare; the defaults of <see cref="ProbeLimits"/> when null.</param>
public sealed class Prober(ProcessLauncher launcher, string ffprobePath = "ffprobe", ProbeLimits? limits = null)
{
    /// <summary>The maximum size of ffprobe's output. A hundred streams take about 100 KB.</summary>
    private const int MaxAnswerBytes = 4 << 20;

    private readonly ProbeLimits _limits = limits ?? new ProbeLimits();

    /// <summary>Probes one file.</summary>
    /// <param name="path">A regular file. Its name does not affect format detection.</param>
    /// <param name="cancellationToken">Stops ffprobe.</param>
    /// <returns>The file's metadata. A file with audio only is accepted.</returns>
    /// <exception cref="ItemException">
    /// <c>not_found</c>; <c>not_media</c>: empty, text, truncated before its index, or of an unsupported format;
    /// <c>limit_exceeded</c>; <c>unsupported_codec</c>; <c>encrypted</c>; <c>no_frames</c>: headers only; and the transient
    /// <c>probe_timeout</c> and <c>tool_crashed</c>.
    /// </exception>
    /// <exception cref="ProcessFailedException">ffprobe could not be started.</exception>
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

    /// <summary>Finds the cause of a failure. Protection, or a file of headers only, looks like damage to ffprobe.</summary>
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
            throw ProbeFailure.NotMedia(path, "the file is empty");
        }
    }

    private ProcessSpec Spec(string path) => new(
        ffprobePath,
        [
            "-hide_banner",
            "-v", "error",

            // Decoding the first frames takes less time than starting a thread for each core.
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
