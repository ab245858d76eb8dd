using System.CommandLine;
using System.CommandLine.Help;

namespace Reelmill.Cli.Commands;

/// <summary>Writes the man page of a command tree, in the macros of man(7).</summary>
internal sealed class ManPage(TextWriter output, string version)
{
    private static readonly (string Code, string Meaning)[] ExitCodes =
    [
        ("0", "Success."),
        ("1", "Some items failed, or the command failed; the last line on standard error names the error code."),
        ("2", "Invalid usage or configuration, or the library does not exist."),
        ("130", "Interrupted; run the same command to resume."),
    ];

    private static readonly (string Name, string Meaning)[] Variables =
    [
        ("REELMILL_SERVER, REELMILL_KEY", "The defaults of --server and --key."),
        ("REELMILL_TOKEN", "The token of serve, instead of a random one; also sent by commands that use a server on this machine."),
        ("REELMILL_MODELS", "The folder of models."),
    ];

    public void Write(RootCommand root)
    {
        output.WriteLine($""".TH REELMILL 1 "" "reelmill {version}" "User Commands" """.TrimEnd());
        WriteSection("NAME");
        output.WriteLine($@"reelmill \- {Escape(Summary(root))}");
        WriteSection("SYNOPSIS");
        output.WriteLine(".B reelmill\n.I COMMAND\n[options]");
        WriteSection("COMMANDS");
        foreach (var command in GetVisible(root))
        {
            WriteCommand(command, command.Name);
        }

        WriteSection("EXIT STATUS");
        WriteDefinitions(ExitCodes);
        WriteSection("ENVIRONMENT");
        WriteDefinitions(Variables);
    }

    private static IEnumerable<Command> GetVisible(Command parent) => parent.Subcommands.Where(static c => !c.Hidden);

    /// <summary>Gets the description in the style of the NAME section: one line, lowercase, without a full stop.</summary>
    private static string Summary(Command root) => char.ToLowerInvariant(root.Description![0]) + root.Description[1..].TrimEnd('.');

    private void WriteSection(string title) => output.WriteLine($".SH {title}");

    private void WriteCommand(Command command, string path)
    {
        var arguments = string.Concat(command.Arguments.Select(static a => $" {a.Name}{(a.Arity.MaximumNumberOfValues > 1 ? "..." : "")}"));
        output.WriteLine($".SS {Escape(path + arguments)}");
        output.WriteLine(Escape(command.Description ?? ""));
        WriteDefinitions(command.Arguments.Where(static a => !a.Hidden).Select(static a => (a.Name, a.Description ?? "")));
        WriteDefinitions(command.Options.Where(static o => !o.Hidden && o is not HelpOption).Select(static o => (Syntax(o), o.Description ?? "")));
        foreach (var example in Help.ExamplesFor(command))
        {
            output.WriteLine($".PP\n.RS 4\n.EX\n{Escape(example)}\n.EE\n.RE");
        }

        foreach (var child in GetVisible(command))
        {
            WriteCommand(child, $"{path} {child.Name}");
        }
    }

    private static string Syntax(Option option) =>
        string.Join(", ", option.Aliases.Prepend(option.Name)) + (option.HelpName is { } value ? $" {value}" : "");

    private void WriteDefinitions(IEnumerable<(string Term, string Meaning)> definitions)
    {
        foreach (var (term, meaning) in definitions)
        {
            output.WriteLine($".TP\n.B {Escape(term)}\n{Escape(meaning)}");
        }
    }

    /// <summary>Escapes characters with a meaning in roff.</summary>
    private static string Escape(string text)
    {
        text = text.Replace(@"\", @"\e", StringComparison.Ordinal).Replace("-", @"\-", StringComparison.Ordinal);
        return text is ['.' or '\'', ..] ? @"\&" + text : text;
    }
}
