using System.CommandLine.Help;
using Reelmill.Cli.Commands;
using Reelmill.Processes;

namespace Reelmill.Cli.Tests.Display;

public sealed class ManPageTests
{
    private static readonly string Page = Write();

    [Fact]
    public void The_man_page_has_every_command_and_option()
    {
        foreach (var command in Application.Root().Subcommands.Where(static c => !c.Hidden))
        {
            Page.ShouldContain($".SS {Escaped(command.Name)}");
            foreach (var option in command.Options.Where(static o => !o.Hidden && o is not HelpOption))
            {
                Page.ShouldContain(Escaped(option.Name));
            }
        }

        Page.ShouldNotContain(".SS man");
    }

    [Fact]
    public async Task The_man_page_formats_without_warnings()
    {
        var man = TestPrograms.Require("man");
        using var folder = new TempFolder();
        var file = folder["reelmill.1"];
        await File.WriteAllTextAsync(file, Page, TestContext.Current.CancellationToken);
        var warnings = new List<string>();
        var spec = new ProcessSpec(man, ["--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", file]) { OnErrorLine = warnings.Add };

        var shown = await new ProcessLauncher().RunAsync(spec, 16 << 20, TestContext.Current.CancellationToken);

        shown.Bytes.Length.ShouldBeGreaterThan(1000);
        warnings.ShouldBeEmpty();
    }

    private static string Escaped(string text) => text.Replace("-", @"\-", StringComparison.Ordinal);

    private static string Write()
    {
        using var output = new StringWriter { NewLine = "\n" };
        new ManPage(output, "1.2.3").Write(Application.Root());
        return output.ToString();
    }
}
