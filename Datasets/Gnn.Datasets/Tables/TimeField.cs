using System.Buffers.Text;

namespace Gnn.Datasets.Tables;

/// <summary>Reads times.</summary>
internal static class TimeField
{
    private const long SecondsOfDay = 86400;
    private static readonly int EpochDay = (int)(DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerDay);

    internal static bool TryParse(ReadOnlySpan<byte> text, TimeNotation notation, out long time) => notation switch
    {
        TimeNotation.EpochSeconds => TryParseSeconds(text, out time),
        TimeNotation.Iso8601 => TryParseIso(text, out time),
        _ => Utf8Parser.TryParse(text, out time, out int consumed) && consumed == text.Length,
    };

    private static bool TryParseSeconds(ReadOnlySpan<byte> text, out long milliseconds)
    {
        milliseconds = 0;
        int point = text.IndexOf((byte)'.');
        ReadOnlySpan<byte> whole = point < 0 ? text : text[..point];
        int fraction = 0;
        bool hasRest = false;
        if (point >= 0 && !TryParseFraction(text[(point + 1)..], out fraction, out hasRest))
        {
            return false;
        }

        if (!Utf8Parser.TryParse(whole, out long seconds, out int consumed) || consumed != whole.Length || Math.Abs((decimal)seconds) > long.MaxValue / 1001)
        {
            return false;
        }

        // Rounded down, also before 1970: -0.5 s is -500 ms, and what lies beyond the millisecond takes one more.
        bool isNegative = whole[0] == '-';
        milliseconds = isNegative ? (seconds * 1000) - fraction - (hasRest ? 1 : 0) : (seconds * 1000) + fraction;
        return true;
    }

    private static bool TryParseIso(ReadOnlySpan<byte> text, out long milliseconds)
    {
        milliseconds = 0;
        if (text.Length < 10 || text[4] != '-' || text[7] != '-'
            || !TryDigits(text[..4], out int year) || !TryDigits(text.Slice(5, 2), out int month) || !TryDigits(text.Slice(8, 2), out int day)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        long seconds = (DateOnly.FromDateTime(new DateTime(year, month, day)).DayNumber - EpochDay) * SecondsOfDay;
        int fraction = 0;
        if (text.Length > 10 && (text[10] is not ((byte)'T' or (byte)'t' or (byte)' ') || !TryParseClock(text[11..], ref seconds, out fraction)))
        {
            return false;
        }

        milliseconds = (seconds * 1000) + fraction;
        return true;
    }

    private static bool TryParseClock(ReadOnlySpan<byte> text, ref long seconds, out int fraction)
    {
        fraction = 0;
        if (text.Length < 5 || text[2] != ':' || !TryDigits(text[..2], out int hour) || !TryDigits(text.Slice(3, 2), out int minute) || hour > 23 || minute > 59)
        {
            return false;
        }

        seconds += (hour * 3600) + (minute * 60);
        text = text[5..];
        if (text.Length >= 3 && text[0] == ':')
        {
            if (!TryDigits(text.Slice(1, 2), out int second) || second > 59)
            {
                return false;
            }

            seconds += second;
            text = text[3..];
            if (text.Length > 0 && text[0] is (byte)'.' or (byte)',')
            {
                int length = 1;
                while (length < text.Length && char.IsAsciiDigit((char)text[length]))
                {
                    length++;
                }

                if (!TryParseFraction(text[1..length], out fraction, out _))
                {
                    return false;
                }

                text = text[length..];
            }
        }

        return TryParseOffset(text, ref seconds);
    }

    private static bool TryParseOffset(ReadOnlySpan<byte> text, ref long seconds)
    {
        if (text.Length == 0 || text.SequenceEqual("Z"u8) || text.SequenceEqual("z"u8))
        {
            return true;
        }

        bool hasColon = text.Length == 6 && text[3] == ':';
        if (text[0] is not ((byte)'+' or (byte)'-') || (text.Length != 5 && !hasColon)
            || !TryDigits(text.Slice(1, 2), out int hours) || !TryDigits(text[^2..], out int minutes) || hours > 23 || minutes > 59)
        {
            return false;
        }

        int offset = (hours * 3600) + (minutes * 60);
        seconds += text[0] == '+' ? -offset : offset;
        return true;
    }

    // Milliseconds, rounded down; whether anything but zeros follows.
    private static bool TryParseFraction(ReadOnlySpan<byte> text, out int milliseconds, out bool hasRest)
    {
        (milliseconds, hasRest) = (0, false);
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiDigit((char)text[i]))
            {
                return false;
            }

            milliseconds = i < 3 ? (milliseconds * 10) + (text[i] - '0') : milliseconds;
            hasRest |= i >= 3 && text[i] != '0';
        }

        for (int i = text.Length; i < 3; i++)
        {
            milliseconds *= 10;
        }

        return text.Length > 0;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (byte digit in text)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            value = (value * 10) + (digit - '0');
        }

        return true;
    }
}
