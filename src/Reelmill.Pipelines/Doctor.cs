using System.Runtime.InteropServices;
using System.Text;
using Reelmill.Processes;
using Reelmill.Vision.Images;
using Reelmill.Vision.Onnx;

namespace Reelmill.Pipelines;

/// <summary>One thing that was looked for.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Ok">Whether it is there and will do.</param>
/// <param name="Required">Whether anything works without it.</param>
/// <param name="Detail">Its version, or what was found instead.</param>
/// <param name="Remedy">The command that installs it; null when it is there.</param>
public sealed record Finding(string Name, bool Ok, bool Required, string Detail, string? Remedy);

/// <summary>Looks at what a machine has of the things that pipelines need.</summary>
/// <param name="tools">Where the executables are.</param>
public sealed class Doctor(ToolPaths tools)
{
    private const long EnoughBytes = 2L << 30;
    private const string Codecs = "h264, hevc, vp9, av1";
    private readonly ProcessLauncher _launcher = new();

    /// <summary>Looks at everything.</summary>
    /// <param name="folder">Where results will be written; its nearest existing parent's disk is looked at.</param>
    /// <param name="cancellationToken">Stops the looking.</param>
    /// <returns>The findings, what is required first.</returns>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(string folder, CancellationToken cancellationToken) =>
    [
        await ToolAsync("ffmpeg", tools.Ffmpeg, "-version", true, "apt-get install ffmpeg", cancellationToken).ConfigureAwait(false),
        await ToolAsync("ffprobe", tools.Ffprobe, "-version", true, "apt-get install ffmpeg", cancellationToken).ConfigureAwait(false),
        await DecodersAsync(cancellationToken).ConfigureAwait(false),
        Library("libturbojpeg", "libturbojpeg.so.0", "apt-get install libturbojpeg0 (Debian) or libturbojpeg (Ubuntu)"),
        Disk(folder),
        Onnx(),
        await ToolAsync("yt-dlp", "yt-dlp", "--version", false, "apt-get install yt-dlp", cancellationToken).ConfigureAwait(false),
    ];

    private static Finding Library(string name, string file, string remedy)
    {
        var there = NativeLibrary.TryLoad(file, out var handle);
        if (there)
        {
            NativeLibrary.Free(handle);
        }

        return new Finding(name, there, true, there ? file : $"{file} was not found", there ? null : remedy);
    }

    private static Finding Onnx()
    {
        try
        {
            return OnnxRuntime.LoadIfPresent() is { } runtime
                ? new Finding("onnxruntime", true, false, $"{runtime.Version} with {string.Join(", ", runtime.Providers)}", null)
                : new Finding("onnxruntime", false, false, "not fetched yet: the first model that runs fetches it (11 MiB); all else works without it", "reelmill models pull");
        }
        catch (MissingLibraryException e)
        {
            return new Finding("onnxruntime", false, false, $"{e.InnerException!.Message}; models do not run, all else does", e.Remedy);
        }
    }

    private static Finding Disk(string folder)
    {
        var existing = folder;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
        {
            existing = parent;
        }

        var free = new DriveInfo(existing).AvailableFreeSpace;
        return new Finding(
            "disk", free >= EnoughBytes, true, $"{free >> 30} GiB free at {existing}", free >= EnoughBytes ? null : "free some space, or choose another library folder");
    }

    private async Task<Finding> DecodersAsync(CancellationToken cancellationToken)
    {
        var listed = await SayAsync(tools.Ffmpeg, ["-hide_banner", "-decoders"], cancellationToken).ConfigureAwait(false);
        var missing = Codecs.Split(", ").Where(codec => listed?.Contains($"codec {codec}", StringComparison.Ordinal) != true
            && listed?.Contains($" {codec} ", StringComparison.Ordinal) != true).ToArray();
        return missing.Length == 0
            ? new Finding("decoders", true, true, Codecs, null)
            : new Finding("decoders", false, true, $"without {string.Join(", ", missing)}", "install the ffmpeg of the distribution");
    }

    private async Task<Finding> ToolAsync(string name, string path, string question, bool required, string remedy, CancellationToken cancellationToken)
    {
        var answer = await SayAsync(path, [question], cancellationToken).ConfigureAwait(false);
        return answer is null
            ? new Finding(name, false, required, $"'{path}' was not found or does not run", remedy)
            : new Finding(name, true, required, answer.Split('\n')[0].Trim(), null);
    }

    private async Task<string?> SayAsync(string path, string[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            var output = await _launcher.RunAsync(new ProcessSpec(path, arguments), 1 << 20, cancellationToken).ConfigureAwait(false);
            return Encoding.UTF8.GetString(output.Bytes.Span);
        }
        catch (ProcessFailedException)
        {
            return null;
        }
    }
}
