using NetVips;

namespace Reelmill.Vision.Images;

/// <summary>Loads libvips once and configures it for untrusted files.</summary>
internal static class VipsLibrary
{
    private static readonly Lazy<Exception?> Failure = new(Load);

    /// <summary>Ensures that libvips is loaded and configured.</summary>
    /// <exception cref="MissingLibraryException">libvips cannot be loaded.</exception>
    public static void EnsureLoaded()
    {
        if (Failure.Value is { } failure)
        {
            throw new MissingLibraryException("libvips.so.42", "use a build of reelmill for Linux on x64 or arm64 with glibc, which includes it", failure);
        }
    }

    private static Exception? Load()
    {
        if (!ModuleInitializer.VipsInitialized)
        {
            return ModuleInitializer.Exception ?? new DllNotFoundException("libvips did not start.");
        }

        // Each worker decodes one file at a time; more threads per file would only compete for cores.
        NetVips.NetVips.Concurrency = 1;

        // Every file is decoded only once, so caching wastes memory.
        Cache.Max = 0;
        NetVips.NetVips.BlockUntrusted = true;

        // libvips would log warnings about files to stderr; actual failures are reported as errors.
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.All, static (_, _, _) => { });
        return null;
    }
}
