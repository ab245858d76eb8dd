using Reelmill.Samples.EqualFiles;
using Reelmill.Testing;

namespace Reelmill.Core.Tests.Samples;

public sealed class EqualFilesTests
{
    [Fact]
    public async Task The_sample_finds_equal_files_and_names_the_bottleneck()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["sub"]);
        await File.WriteAllTextAsync(folder["a.txt"], "same");
        await File.WriteAllTextAsync(folder["sub", "b.txt"], "same");
        await File.WriteAllTextAsync(folder["c.txt"], "other");
        await File.WriteAllTextAsync(folder["empty"], string.Empty);
        using var output = new StringWriter();

        (await Program.RunAsync(folder.Path, output)).ShouldBe(0);

        var text = output.ToString();
        text.ShouldContain("skipped empty: empty");
        text.ShouldContain("3 files in ");
        text.ShouldContain("% of the time", customMessage: "the verdict names a stage");
        text.ShouldEndWith($"equal: a.txt = {Path.Combine("sub", "b.txt")}{Environment.NewLine}");
    }
}
