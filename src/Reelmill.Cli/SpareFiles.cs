using Microsoft.Win32.SafeHandles;
using Reelmill.Core;

namespace Reelmill.Cli;

/// <summary>Open files held back where few are allowed: what tells an error may still have to be loaded, and loading opens files.</summary>
internal static class SpareFiles
{
    private const int Scarce = 256;
    private const int Count = 12;

    private static SafeFileHandle[] _spare = [];

    public static void Keep()
    {
        if (OpenFileLimit.IsBelow(Scarce))
        {
            _spare = [.. Enumerable.Range(0, Count).Select(static _ => File.OpenHandle("/dev/null"))];
        }
    }

    public static void Release()
    {
        foreach (var file in Interlocked.Exchange(ref _spare, []))
        {
            file.Dispose();
        }
    }
}
