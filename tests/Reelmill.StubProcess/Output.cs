using System.Collections;

namespace Reelmill.StubProcess;

/// <summary>Writes output: large, slow, or of an exact size.</summary>
internal static class Output
{
    public static int WriteAndExit(int code)
    {
        Console.Out.Write("said on stdout");
        Console.Error.WriteLine($"ending with {code}");
        return code;
    }

    /// <summary>Writes exactly <paramref name="bytes"/> bytes, as one line or as lines of <paramref name="lineLength"/> bytes.</summary>
    public static int Fill(Stream stream, long bytes, int lineLength)
    {
        var block = new byte[1 << 16];
        for (var i = 0; i < block.Length; i++)
        {
            block[i] = (byte)(lineLength > 0 && i % lineLength == lineLength - 1 ? '\n' : 'x');
        }

        while (bytes > 0)
        {
            var count = (int)Math.Min(bytes, block.Length);
            stream.Write(block, 0, count);
            bytes -= count;
        }

        return 0;
    }

    public static async Task<int> DripAsync(TimeSpan pause)
    {
        using var timer = new PeriodicTimer(pause, TimeProvider.System);
        do
        {
            await Console.Out.WriteAsync('.');
            await Console.Out.FlushAsync();
        }
        while (await timer.WaitForNextTickAsync());

        return 0;
    }

    /// <summary>Prints each argument and each environment variable on its own line.</summary>
    public static int Echo(string[] arguments)
    {
        foreach (var argument in arguments)
        {
            Console.Out.WriteLine($"[{argument}]");
        }

        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            Console.Out.WriteLine($"{variable.Key}={variable.Value}");
        }

        Console.Out.WriteLine($"cwd={Environment.CurrentDirectory}");
        return 0;
    }

    public static int CountInput()
    {
        using var copy = new MemoryStream();
        Console.OpenStandardInput().CopyTo(copy);
        Console.Out.Write($"{copy.Length} bytes on stdin");
        return 0;
    }
}
