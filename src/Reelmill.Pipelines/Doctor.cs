using System.Runtime.InteropServices;
using System.Text;
using Reelmill.Processes;
using Reelmill.Vision.Images;
using Reelmill.Vision.Onnx;

namespace Reelmill.Pipelines;

/// <summary>The result of one check of the machine.</summary>
/// <param name="Name">The component, such as <c>ffmpeg</c>.</param>
/// <param name="Ok">Whether the component is present and usable.</param>
/// <param name="Required">Whether no pipeline works without the component.</param>
/// <param name="Detail">The version, or what was found instead.</param>
/// <param name="Remedy">The command that installs the component; null when it is present.</param>
public sealed record Finding(string Name, bool Ok, bool Required, string Detail, string? Remedy);

/// <summary>Checks whether a machine has what the pipelines need: executables, libraries, decoders and free disk space.</summary>
/// <param name="tools">The paths of the executables.</param>
public sealed class Doctor(ToolPaths tools)
{
    private const long MinFreeBytes = 2L << 30;
    private const string Codecs = "h264, hevc, vp9, av1";
    private readonly ProcessLauncher _launcher = new();

    /// <summary>Runs all checks.</summary>
    /// <param name="folder">The folder that results will be written to; the free space is that of its nearest existing parent.</param>
    /// <param name="cancellationToken">Cancels the checks.</param>
    /// <returns>The findings, required components first.</returns>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(string folder, CancellationToken cancellationToken) =>
    [
        await CheckToolAsync("ffmpeg", tools.Ffmpeg, "-version", true, "apt-get install ffmpeg", cancellationToken).ConfigureAwait(false),
        await CheckToolAsync("ffprobe", tools.Ffprobe, "-version", true, "apt-get install ffmpeg", cancellationToken).ConfigureAwait(false),
        await CheckDecodersAsync(cancellationToken).ConfigureAwait(false),
        CheckLibrary("libturbojpeg", "libturbojpeg.so.0", "apt-get install libturbojpeg0 (Debian) or libturbojpeg (Ubuntu)"),
        CheckDisk(folder),
        CheckOnnxRuntime(),
        await CheckToolAsync("yt-dlp", "yt-dlp", "--version", false, "apt-get install yt-dlp", cancellationToken).ConfigureAwait(false),
    ];

    private static Finding CheckLibrary(string name, string file, string remedy)
    {
        var isPresent = NativeLibrary.TryLoad(file, out var handle);
        if (isPresent)
        {
            NativeLibrary.Free(handle);
        }

        return new Finding(name, isPresent, true, isPresent ? file : $"{file} was not found", isPresent ? null : remedy);
    }

    private static Finding CheckOnnxRuntime()
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

    private static Finding CheckDisk(string folder)
    {
        var existing = folder;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
        {
            existing = parent;
        }

        var free = new DriveInfo(existing).AvailableFreeSpace;
        return new Finding(
            "disk", free >= MinFreeBytes, true, $"{free >> 30} GiB free at {existing}", free >= MinFreeBytes ? null : "free some space, or choose another library folder");
    }

    private async Task<Finding> CheckDecodersAsync(CancellationToken cancellationToken)
    {
        var listed = await ReadOutputAsync(tools.Ffmpeg, ["-hide_banner", "-decoders"], cancellationToken).ConfigureAwait(false);
        var missing = Codecs.Split(", ").Where(codec => listed?.Contains($"codec {codec}", StringComparison.Ordinal) != true
            && listed?.Contains($" {codec} ", StringComparison.Ordinal) != true).ToArray();
        return missing.Length == 0
            ? new Finding("decoders", true, true, Codecs, null)
            : new Finding("decoders", false, true, $"without {string.Join(", ", missing)}", "install the ffmpeg of the distribution");
    }

    private async Task<Finding> CheckToolAsync(string name, string path, string argument, bool required, string remedy, CancellationToken cancellationToken)
    {
        var output = await ReadOutputAsync(path, [argument], cancellationToken).ConfigureAwait(false);
        return output is null
            ? new Finding(name, false, required, $"'{path}' was not found or does not run", remedy)
            : new Finding(name, true, required, output.Split('\n')[0].Trim(), null);
    }

    private async Task<string?> ReadOutputAsync(string path, string[] arguments, CancellationToken cancellationToken)
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
