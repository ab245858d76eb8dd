using System.Globalization;
using Reelmill.StubProcess;

var number = args.Length > 1 && long.TryParse(args[1], CultureInfo.InvariantCulture, out var parsed) ? parsed : 0;
switch (args.FirstOrDefault())
{
    case "exit":
        return Output.WriteAndExit((int)number);
    case "stdout":
        return Output.Fill(Console.OpenStandardOutput(), number, lineLength: 0);
    case "stderr":
        return Output.Fill(Console.OpenStandardError(), number, lineLength: 100);
    case "stderr-one-line":
        return Output.Fill(Console.OpenStandardError(), number, lineLength: 0);
    case "drip":
        return await Output.DripAsync(TimeSpan.FromMilliseconds(number));
    case "echo":
        return Output.Echo(args[1..]);
    case "stdin":
        return Output.CountInput();
    case "sleep":
        return await Waiting.ForeverAsync();
    case "stubborn":
        return await Waiting.IgnoringInterruptsAsync();
    case "polite":
        return await Waiting.UntilInterruptedAsync();
    case "signal":
        return Signals.Raise((int)number);
    case "tree":
        return await Family.TreeAsync((int)number);
    case "leave-child":
        return Family.LeaveChild();
    case "leave-detached":
        return Family.LeaveDetachedChild();
    case "launch":
        return await Family.LaunchAsync();
    case "vectors":
        return await Vectors.WriteAsync(args[2], (int)number, int.Parse(args[3], CultureInfo.InvariantCulture));
    case "index":
        return await Vectors.IndexAsync(args[2], (int)number);
    case "search-without-usearch":
        return await Vectors.SearchWithoutUSearchAsync(args[2], args[1]);
    default:
        await Console.Error.WriteLineAsync("unknown command");
        return 2;
}
