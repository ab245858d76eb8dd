namespace Reelmill.Core.Files;

/// <summary>The guard before calls that only Linux has.</summary>
internal static class LinuxOnly
{
    /// <summary>Throws where the system is not Linux.</summary>
    /// <exception cref="PlatformNotSupportedException">The system is not Linux.</exception>
    public static void Check()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("Reelmill reads media files and keeps libraries by calls that only Linux has. Run it on Linux; on Windows, in WSL 2.");
        }
    }
}
