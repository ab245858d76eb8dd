using System.Diagnostics;

namespace Reelmill.Vision.Tests;

public class DeterminismTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512", "0")]
    [InlineData("DOTNET_EnableAVX2", "0")]
    [InlineData("DOTNET_EnableHWIntrinsic", "0")]
    [InlineData("JSIMD_FORCENONE", "1")]
    public void Scores_hashes_and_encoded_images_do_not_depend_on_the_instruction_set(string variable, string value)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(Determinism).Assembly.Location, "digest"]) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment[variable] = value;
        using var process = new Process { StartInfo = start };
        process.Start();

        process.StandardOutput.ReadToEnd().ShouldBe(Determinism.Digest());
    }
}
