using NetVips;

namespace Reelmill.Vision.Images;

/// <summary>Loads libvips once and sets it up for files that come from anywhere.</summary>
internal static class VipsLibrary
{
    private static readonly Lazy<Exception?> Failure = new(Start);

    /// <summary>Returns when libvips is ready.</summary>
    /// <exception cref="MissingLibraryException">It cannot be loaded.</exception>
    public static void Require()
    {
        if (Failure.Value is { } failure)
        {
            throw new MissingLibraryException("libvips.so.42", "it comes with reelmill for Linux on x64 and arm64 with glibc", failure);
        }
    }

    private static Exception? Start()
    {
        if (!ModuleInitializer.VipsInitialized)
        {
            return ModuleInitializer.Exception ?? new DllNotFoundException("libvips did not start.");
        }

        // Each worker decodes one file: more threads inside each of them only compete.
        NetVips.NetVips.Concurrency = 1;

        // Every file is decoded once; what was decoded must not stay in memory.
        Cache.Max = 0;
        NetVips.NetVips.BlockUntrusted = true;

        // Warnings about a file would go to stderr; what matters comes as an error.
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.All, static (_, _, _) => { });
        return null;
    }
}
