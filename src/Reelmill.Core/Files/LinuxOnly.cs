namespace Reelmill.Core.Files;

/// <summary>Guards calls to functions that only Linux has.</summary>
internal static class LinuxOnly
{
    /// <summary>Throws unless the system is Linux.</summary>
    /// <exception cref="PlatformNotSupportedException">The system is not Linux.</exception>
    public static void Check()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("Reelmill needs file functions that only Linux has. Run it on Linux; on Windows, use WSL 2.");
        }
    }
}
